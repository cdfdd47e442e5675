/** Moments to try screens on, with texts and names that look like a real integration. */

import type { Option } from '../../../src/domain/conflict/conflict.ts';
import type { Forecast, IntegrationState } from '../../../src/domain/integration/state.ts';
import type { EffortName } from '../../../src/domain/shared/ids.ts';
import type { Snapshot } from '../../../src/tui/integration-client.ts';
import {
  flatEffort,
  gatesRunningState,
  mergedEffort,
  midConflictState,
  plannedState,
  redGateState,
  sampleConflict,
  sampleEffort,
  sampleHunk,
  sampleInstant,
  sampleOption,
  sampleRun,
  sampleSha,
  sampleTally,
  startedState,
} from '../../support/states.ts';

const AUTH = 'auth' as EffortName;

const option = (
  kind: Option['kind'],
  label: string,
  risk: Option['risk'],
  lost: Partial<Option['loses']>,
): Option =>
  sampleOption(kind, {
    label,
    risk,
    pros: [`${label.toLowerCase()} keeps what it names`],
    cons: ['nobody has run it yet'],
    loses: { current: { lines: 0, examples: [] }, incoming: { lines: 0, examples: [] }, ...lost },
  });

const HUNK = sampleHunk(0, {
  lines: {
    base: { start: 45, count: 4 },
    current: { start: 45, count: 6 },
    incoming: { start: 45, count: 6 },
  },
  options: [
    option('combine_current_incoming', 'Keep both: current, then auth', 'MEDIUM', {}),
    option('keep_current', 'Keep current only', 'HIGH', {
      incoming: { lines: 2, examples: ['    raise RateLimitExceeded(username)'] },
    }),
    option('take_incoming', 'Take auth only', 'HIGH', {
      current: { lines: 2, examples: ['    return authenticate_oauth(oauth_token)'] },
    }),
  ],
  recommended: {
    option: 'combine_current_incoming',
    because: 'both sides only add lines, and the result parses',
  },
});

const BASE = ['def authenticate_user(username, password):', '    user = User.by_name(username)'];
const CURRENT = [BASE[0], '    if oauth_token:', '        return authenticate_oauth(oauth_token)', BASE[1]];
const INCOMING = [
  ...BASE,
  '    if not check_rate_limit(username):',
  '        raise RateLimitExceeded(username)',
];
const BOTH = [...CURRENT, ...INCOMING.slice(2)];

/** The texts of the conflict below, by object name. */
export const TEXTS: Readonly<Record<string, string>> = {
  [sampleSha('base-0')]: `${BASE.join('\n')}\n`,
  [sampleSha('current-0')]: `${CURRENT.join('\n')}\n`,
  [sampleSha('incoming-0')]: `${INCOMING.join('\n')}\n`,
  [sampleSha('option-combine_current_incoming')]: `${BOTH.join('\n')}\n`,
  [sampleSha('option-keep_current')]: `${CURRENT.join('\n')}\n`,
  [sampleSha('option-take_incoming')]: `${INCOMING.join('\n')}\n`,
};

const around = { before: ['import users', '', '# Everybody comes in here.'], after: ['    return user', ''] };

/** The lines around it, which no side changed. */
export const AROUND: Snapshot['around'] = {
  'auth#1:0': { base: around, current: around, incoming: around },
};

/** What git merged by itself around it. */
export const MERGED: Snapshot['merged'] = {
  'auth#1': [
    { count: 44, first: [], last: around.before },
    { count: 10, first: around.after, last: [] },
  ],
};

/** The forecast that `search` and `auth` collide. */
export const COLLIDING: Forecast = {
  with_target: [],
  touched: [],
  pairs: [{ a: 'search' as EffortName, b: AUTH, files: ['src/auth/login.py'], hunks: 1, conflict: true }],
  cost: { given: 1, chosen: 1, because: 'no other order costs fewer decisions' },
};

/** `search` is merged; `auth` collides with it in one hunk and waits for a decision. */
export function deciding(overrides: Partial<IntegrationState> = {}): IntegrationState {
  return midConflictState({
    efforts_included: [
      mergedEffort('search', 60),
      sampleEffort('auth', { status: 'MERGING', conflicts: 1, resolution_status: 'IN_PROGRESS' }),
      sampleEffort('billing', { dependencies: [AUTH] }),
    ],
    conflicts_detected: [sampleConflict('auth', 'src/auth/login.py', { hunks: [HUNK] })],
    gate_runs: [
      sampleRun(
        1,
        'unit_tests',
        { kind: 'effort', effort: 'search' as EffortName },
        { commit: sampleSha('merge-search') },
      ),
    ],
    highlighted: [],
    ...overrides,
  });
}

/** The gates of the second effort run; two of its tests fail so far. */
export function testing(overrides: Partial<IntegrationState> = {}): IntegrationState {
  return judged(gatesRunningState(), overrides);
}

/** The second effort's gate is red, and the operator is asked. */
export function red(overrides: Partial<IntegrationState> = {}): IntegrationState {
  const state = judged(redGateState(), overrides);
  return {
    ...state,
    gate_runs: state.gate_runs.map((run) =>
      run.verdict === 'failed' ? { ...run, attempt: 2, workspace: '/slots/1' } : run,
    ),
    highlighted: [],
  };
}

function judged(state: IntegrationState, overrides: Partial<IntegrationState>): IntegrationState {
  const merged = new Map(
    state.efforts_included.map((effort) => [effort.name, flatEffort(effort).merge_commit]),
  );
  return {
    ...state,
    gate_runs: state.gate_runs.map((run) =>
      run.subject.kind === 'effort' ? { ...run, commit: merged.get(run.subject.effort) ?? run.commit } : run,
    ),
    ...overrides,
  };
}

/** Ten efforts, planned. */
export function planned(overrides: Partial<IntegrationState> = {}): IntegrationState {
  const names = [
    'api-types',
    'controller',
    'webhooks',
    'notifications',
    'search',
    'auth',
    'billing',
    'ui-theme',
    'docs',
    'migrations',
  ];
  const efforts = names.map((name, index) =>
    sampleEffort(name, {
      last_commit_at: sampleInstant(-3600 * (10 - index)),
      dependencies: name === 'billing' ? [AUTH] : [],
      excluded: name === 'docs',
      size: {
        added: 40 * index + 12,
        removed: 3 * index,
        files: index + 1,
        uncounted: 0,
        by_directory: [{ directory: 'src', lines: 43 * index + 12 }],
        by_commit: [],
      },
      ...(name === 'migrations'
        ? {
            size: {
              added: 940,
              removed: 0,
              files: 9,
              uncounted: 0,
              by_directory: [{ directory: 'db', lines: 940 }],
              by_commit: [],
            },
          }
        : {}),
    }),
  );
  return plannedState({
    efforts_included: efforts,
    forecast: {
      with_target: [],
      touched: [],
      pairs: [{ a: 'search' as EffortName, b: AUTH, files: ['src/auth/login.py'], hunks: 2, conflict: true }],
      cost: { given: 3, chosen: 1, because: 'auth after search meets both hunks at once' },
    },
    highlighted: [],
    ...overrides,
  });
}

/** A resumed session: one branch moved, and one was merged outside. */
export function resumed(): IntegrationState {
  const at = sampleInstant(500);
  return startedState({
    efforts_included: [
      mergedEffort('api-types', 60),
      sampleEffort('controller', { status: 'MERGING' }),
      sampleEffort('webhooks'),
    ],
    integration_tip: sampleSha('merge-api-types'),
    resume_offer: { last_sign_of_life: sampleInstant(-11_000), gates_now: null },
    findings: [
      {
        at,
        kind: 'branch_moved',
        subject: 'controller',
        severity: 'MEDIUM',
        checkpoint_says: 'tip 323ec573',
        git_says: 'tip 9f3c1e20, 2 commits more',
      },
    ],
  });
}

/** The disk is full. */
export function troubled(): IntegrationState {
  return startedState({
    trouble: {
      action: 'merge_effort',
      message: 'Cannot write objects: no space left on device',
      remedy: 'Free some space on the disk named above',
    },
  });
}

/** A tally with two failing tests. */
export const TWO_FAIL = sampleTally(240, {
  passed: 143,
  failed: 2,
  failing: ['search.spec.ts > ranks exact match first', 'search.spec.ts > empty query returns nothing'],
});
