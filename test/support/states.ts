/**
 * Sample integrations, one for each moment of the process, and `anyState()`. Its states are structurally free, but their references
 * resolve (conflicts belong to efforts that exist, dependencies point backwards). So every function of a state can be tried on them.
 */

import fc from 'fast-check';
import type { Known, ResultSurvey } from '../../src/domain/code/survey.ts';
import {
  CONFINEMENTS,
  GATE_POLICIES,
  type GateSettings,
  PARSERS,
  type Settings,
  STRATEGIES,
} from '../../src/domain/config/settings.ts';
import {
  CONFLICT_KINDS,
  type Conflict,
  type Hunk,
  OPTION_KINDS,
  type Option,
  type UnexplainedLoss,
} from '../../src/domain/conflict/conflict.ts';
import {
  type GateRun,
  type GateSubject,
  runId,
  subjectSlug,
  type TestTally,
  VERDICTS,
} from '../../src/domain/gate/gate.ts';
import { type Action, actionKey } from '../../src/domain/integration/action.ts';
import {
  type FlatEffort,
  type FlatState,
  flattenEffort,
} from '../../src/domain/integration/checkpoint/flat-state.ts';
import { basicsOf } from '../../src/domain/integration/events/change.ts';
import { choiceId } from '../../src/domain/integration/question.ts';
import { QUESTION_KINDS, questionId } from '../../src/domain/integration/question-id.ts';
import {
  type Effort,
  type EffortBasics,
  type EffortProgress,
  type EffortStatus,
  type Ending,
  type Finding,
  type IntegrationState,
  STAGES,
} from '../../src/domain/integration/state.ts';
import {
  type ActionKey,
  type BranchName,
  branchRef,
  type ConflictId,
  type EffortName,
  type GateName,
  type Instant,
  parseBranchName,
  type QuestionId,
  type RefName,
  type RunId,
  type SessionId,
  type Sha,
} from '../../src/domain/shared/ids.ts';
import type { InFlight } from '../../src/domain/shared/process.ts';
import { instantOf } from '../../src/domain/shared/time.ts';

const START_MS = Date.UTC(2026, 10, 21, 10, 15, 0);

/** Returns the instant some seconds after the samples' beginning, 2026-11-21T10:15:00Z. */
export function sampleInstant(seconds = 0): Instant {
  return instantOf(START_MS + seconds * 1000);
}

/** Returns an object name that depends only on the seed. */
export function sampleSha(seed: number | string): Sha {
  let hash = 0x811c9dc5;
  let digits = '';
  for (let round = 0; digits.length < 40; round++) {
    for (const char of `${round}:${seed}`) hash = Math.imul(hash ^ char.charCodeAt(0), 0x01000193) >>> 0;
    digits += hash.toString(16).padStart(8, '0');
  }
  return digits.slice(0, 40) as Sha;
}

/** Creates a gate as in the settings. */
export function sampleGate(name: string, overrides: Partial<GateSettings> = {}): GateSettings {
  return {
    name: name as GateName,
    command: `npm run ${name}`,
    when: 'both',
    timeout_sec: 600,
    retries: 1,
    flaky: 'ask',
    required: true,
    parser: 'auto',
    env: {},
    depends_on: [],
    exclusive: [],
    sandbox: null,
    ...overrides,
  };
}

/** Creates settings with two gates, `unit_tests` and `build`, and the limits of the specification. */
export function sampleSettings(overrides: Partial<Settings> = {}): Settings {
  return {
    target: 'main',
    efforts: { patterns: ['effort/*'], exclude: [], list: [], worktrees: false, strategy: 'merge' },
    naming: { phase: 1, wave: 2, integration_branch: 'phase{phase}/wave{wave}-integration' },
    gates: [sampleGate('unit_tests'), sampleGate('build', { when: 'final', parser: 'exit' })],
    gating: { policy: null, budget_min: 30, guard: true },
    tests: { paths: null },
    baseline: true,
    limits: { effort_lines: 800, integration_lines: null },
    conflicts: {
      auto: true,
      ask: 'at_once',
      markers_in: [],
      policies: [],
      trusted_drivers: [],
      same_function: 'warn',
      double_work: 'warn',
    },
    checkpoints: {
      directory: null,
      keep: 10,
      interval_sec: 30,
      commit: false,
      push: false,
      remote: 'origin',
    },
    landing: { mode: 'auto', control_files: 'inform' },
    sessions: { keep: 50, days: 90 },
    max_concurrency: 2,
    worktree: {
      setup: null,
      setup_key: [],
      setup_timeout_sec: 600,
      filters: [],
      caches: [],
      directory: null,
    },
    sandbox: { mode: 'off', command: [], network: 'setup', read: [], write: [] },
    ...overrides,
  };
}

/** Creates a pending effort on the branch `effort/<name>`. */
export function sampleEffort(name: string, overrides: Partial<FlatEffort> = {}): Effort {
  const basics: EffortBasics = {
    name: name as EffortName,
    branch: `effort/${name}` as BranchName,
    ref: `refs/heads/effort/${name}` as RefName,
    tip: sampleSha(`tip-${name}`),
    merge_base: sampleSha('base'),
    dependencies: [],
    strategy: 'merge',
    commits_chosen: null,
    commits: 3,
    authors: ['Ada Lovelace'],
    subject: `Add ${name}`,
    last_commit_at: sampleInstant(-3600),
    size: {
      added: 120,
      removed: 30,
      files: 4,
      uncounted: 0,
      by_directory: [{ directory: 'src', lines: 150 }],
      by_commit: [],
    },
    excluded: false,
    conflicts: 0,
    deferred: false,
    oversize_accepted: false,
    clashes_with: null,
  };
  const { status = 'PENDING', already_in = null, held_with = null } = overrides;
  const { merged_at, held_because, held_as, merge_commit, restore_point, commits_left_out, losses } =
    overrides;
  const progress: Readonly<Record<EffortStatus, EffortProgress>> = {
    PENDING: { status: 'PENDING' },
    MERGING: { status: 'MERGING' },
    MERGED:
      already_in === null
        ? {
            status: 'MERGED',
            already_in,
            merge_commit: merge_commit ?? sampleSha(`merge-${name}`),
            restore_point: restore_point ?? sampleSha(`before-${name}`),
            merged_at: merged_at ?? sampleInstant(60),
            commits_left_out: commits_left_out ?? [],
            losses: losses ?? [],
          }
        : { status: 'MERGED', already_in, merged_at: merged_at ?? null },
    FAILED: { status: 'FAILED', held_because: held_because ?? 'no reason is recorded' },
    HELD: {
      status: 'HELD',
      held_as: held_as ?? 'PUT_ASIDE',
      held_because: held_because ?? 'no reason is recorded',
      held_with,
    },
  };
  return { ...basicsOf({ ...basics, ...overrides }), ...progress[already_in === null ? status : 'MERGED'] };
}

/** Returns an effort with some of its flat fields changed. */
export function changedEffort(effort: Effort, change: Partial<FlatEffort>): Effort {
  return sampleEffort(effort.name, { ...flattenEffort(effort), ...change });
}

/** Creates the same effort after its merge. */
export function mergedEffort(name: string, seconds: number, overrides: Partial<FlatEffort> = {}): Effort {
  return sampleEffort(name, {
    status: 'MERGED',
    restore_point: sampleSha(`before-${name}`),
    merge_commit: sampleSha(`merge-${name}`),
    merged_at: sampleInstant(seconds),
    ...overrides,
  });
}

/** Creates an option that resolves a hunk. */
export function sampleOption(kind: Option['kind'], overrides: Partial<Option> = {}): Option {
  return {
    id: kind,
    kind,
    label: kind.replaceAll('_', ' '),
    pros: ['Keeps what it names'],
    cons: ['Somebody has to look at it'],
    risk: 'MEDIUM',
    blob: sampleSha(`option-${kind}`),
    mode: '100644',
    tree: sampleSha(`tree-${kind}`),
    loses: { current: { lines: 0, examples: [] }, incoming: { lines: 1, examples: ['  return retry(3);'] } },
    ...overrides,
  };
}

/** Creates an open hunk with three options, the first of them recommended. */
export function sampleHunk(index: number, overrides: Partial<Hunk> = {}): Hunk {
  return {
    index,
    lines: {
      base: { start: 10, count: 2 },
      current: { start: 10, count: 4 },
      incoming: { start: 10, count: 3 },
    },
    texts: {
      base: sampleSha(`base-${index}`),
      current: sampleSha(`current-${index}`),
      incoming: sampleSha(`incoming-${index}`),
    },
    authors: [],
    class: 'overlap',
    level: 'line',
    severity: 'MEDIUM',
    auto: null,
    options: [
      sampleOption('combine_current_incoming'),
      sampleOption('keep_current'),
      sampleOption('take_incoming'),
    ],
    recommended: { option: 'combine_current_incoming', because: 'both sides only add lines' },
    choice: null,
    ...overrides,
  };
}

/** Creates an open content conflict of an effort. */
export function sampleConflict(effort: string, path: string, overrides: Partial<Conflict> = {}): Conflict {
  const side = (which: string) => ({ mode: '100644', blob: sampleSha(`${which}-${path}`), path });
  return {
    id: `${effort}#1` as ConflictId,
    effort: effort as EffortName,
    path,
    kind: 'content',
    sides: { base: side('base'), current: side('current'), incoming: side('incoming') },
    files: [path],
    message: `CONFLICT (content): Merge conflict in ${path}`,
    hunks: [sampleHunk(0)],
    edited: null,
    resolution_status: 'IN_PROGRESS',
    resolution_strategy: null,
    started_at: sampleInstant(300),
    resolved_at: null,
    ...overrides,
  };
}

/** Creates a tally of tests that all pass. */
export function sampleTally(total: number, overrides: Partial<TestTally> = {}): TestTally {
  return { total, passed: total, failed: 0, skipped: 0, failing: [], coverage: 87.5, ...overrides };
}

/** Creates a gate run that passed. */
export function sampleRun(
  ordinal: number,
  gate: string,
  subject: GateSubject,
  overrides: Partial<GateRun> = {},
): GateRun {
  const id = runId(ordinal, gate as GateName, subject);
  return {
    id,
    ordinal,
    gate: gate as GateName,
    subject,
    commit: sampleSha(`commit-${subjectSlug(subject)}`),
    tree: sampleSha(`tree-${subjectSlug(subject)}`),
    command_digest: 'c0ffee12',
    attempt: 1,
    status: 'FINISHED',
    verdict: 'passed',
    because: '42 tests passed',
    tests: sampleTally(42),
    clues: [],
    missing: null,
    expectations: null,
    new_tests: null,
    exit_code: 0,
    started_at: sampleInstant(100 + ordinal),
    duration_ms: 5_300,
    log: `logs/${id}.log`,
    workspace: null,
    retried: false,
    meddled: false,
    in_doubt: false,
    summaries: null,
    reused_from: null,
    accepted: null,
    ...overrides,
  };
}

/** Creates the same run while it is still running. */
function runningRun(
  ordinal: number,
  gate: string,
  subject: GateSubject,
  tests: TestTally | null = null,
): GateRun {
  return sampleRun(ordinal, gate, subject, {
    status: 'RUNNING',
    verdict: null,
    because: null,
    tests,
    exit_code: null,
    duration_ms: null,
  });
}

/** What a test says of a state; its end may be said in the flat fields of the stored form. */
export type StateOverrides = Partial<IntegrationState> &
  Partial<
    Pick<FlatState, 'outcome' | 'outcome_because' | 'landed_commit' | 'landing_command' | 'finished_at'>
  >;

/** Returns the overrides as fields of a state. */
export function stateFields(overrides: StateOverrides): Partial<IntegrationState> {
  const { outcome, outcome_because, landed_commit, landing_command, finished_at, ...rest } = overrides;
  if (outcome === undefined) return rest;
  if (outcome === null) return { ...rest, end: null };
  const ended = {
    because: outcome_because ?? `it is ${outcome.toLowerCase()}`,
    at: finished_at ?? sampleInstant(900),
  };
  if (outcome === 'LANDED')
    return { ...rest, end: { ...ended, outcome, commit: landed_commit ?? sampleSha('merge-webhooks') } };
  if (outcome === 'HELD_FOR_REVIEW')
    return { ...rest, end: { ...ended, outcome, command: landing_command ?? null } };
  return { ...rest, end: { ...ended, outcome } };
}

/** Returns the flat form of an effort, to look at any of its fields. */
export function flatEffort(effort: Effort): FlatEffort;
export function flatEffort(effort: Effort | undefined): FlatEffort | undefined;
export function flatEffort(effort: Effort | undefined): FlatEffort | undefined {
  return effort && flattenEffort(effort);
}

/** A new session: nothing is planned. */
export function freshState(overrides: StateOverrides = {}): IntegrationState {
  return {
    state: 'INTEGRATION',
    session_id: 'wave2-20261121-101500' as SessionId,
    phase: 1,
    wave: 2,
    stage: 'PLANNING',
    end: null,
    settings: sampleSettings(),
    identity: { name: 'Ada Lovelace', email: 'ada@example.com' },
    target: 'main' as BranchName,
    target_base: null,
    integration_branch: 'phase1/wave2-integration' as BranchName,
    integration_tip: null,
    landing_choice: null,
    efforts_included: [],
    forecast: null,
    conflicts_detected: [],
    gate_runs: [],
    baseline_tests: null,
    restore_points: [],
    decisions: [],
    remembered: [],
    findings: [],
    survey: null,
    highlighted: [],
    scope: 'hunk',
    editing: null,
    trials: [],
    proofs: [],
    resume_offer: null,
    letter: null,
    rollback_offer: null,
    take_back_to: null,
    foreign: null,
    gates_cut_off: [],
    paused: false,
    in_flight: [],
    trouble: null,
    created_at: sampleInstant(),
    integration_started: null,
    updated_at: sampleInstant(),
    gate_durations_ms: {},
    gate_policy: null,
    judged_before: { efforts: 0, red: 0 },
    ...stateFields(overrides),
  };
}

const EFFORTS = ['api-types', 'controller', 'webhooks'] as const;

/** Planned, and waiting for start: three efforts, and the last depends on the second. */
export function plannedState(overrides: StateOverrides = {}): IntegrationState {
  return freshState({
    stage: 'READY',
    target_base: sampleSha('base'),
    efforts_included: [
      sampleEffort(EFFORTS[0]),
      sampleEffort(EFFORTS[1]),
      sampleEffort(EFFORTS[2], { dependencies: [EFFORTS[1] as EffortName] }),
    ],
    forecast: {
      with_target: [],
      touched: [],
      pairs: [
        {
          a: EFFORTS[0] as EffortName,
          b: EFFORTS[1] as EffortName,
          files: ['src/controller.ts'],
          hunks: 1,
          conflict: true,
        },
      ],
      cost: {
        given: 2,
        chosen: 1,
        because: 'controller after api-types conflicts in one place instead of two',
      },
    },
    highlighted: [{ question: questionId('start', EFFORTS.join(',')), choice: choiceId('start') }],
    updated_at: sampleInstant(5),
    ...overrides,
  });
}

/** An action in flight since so many seconds after the start. */
export function inFlight(action: Action, seconds = 0): InFlight<Action> {
  return { key: actionKey(action), action, at: sampleInstant(seconds), cancelled: false };
}

function gateAction(ordinal: number, name: string, subject: GateSubject): Action {
  const gate = name as GateName;
  return { type: 'run_gate', run: runId(ordinal, gate, subject), ordinal, gate, subject, attempt: 1 };
}

/** Started: the integration branch is at the target, and the first merge is in flight. */
export function startedState(overrides: StateOverrides = {}): IntegrationState {
  const planned = plannedState();
  const [first, ...others] = planned.efforts_included;
  if (first === undefined) throw new Error('the planned sample has efforts');
  return {
    ...planned,
    stage: 'INTEGRATING',
    integration_tip: sampleSha('base'),
    integration_started: sampleInstant(10),
    efforts_included: [{ ...first, status: 'MERGING' }, ...others],
    restore_points: [restorePoint('start', sampleSha('base'), 10)],
    decisions: [
      {
        at: sampleInstant(10),
        question: questionId('start', EFFORTS.join(',')),
        kind: 'start',
        conflict: null,
        choice: 'start',
        by: 'operator',
        client: null,
        about: 'the plan',
      },
    ],
    highlighted: [],
    in_flight: [inFlight({ type: 'merge_effort', effort: first.name, onto: sampleSha('base') }, 11)],
    updated_at: sampleInstant(11),
    ...stateFields(overrides),
  };
}

/** The first effort is merged; the second waits for a decision about one hunk. */
export function midConflictState(overrides: StateOverrides = {}): IntegrationState {
  return startedState({
    integration_tip: sampleSha('merge-api-types'),
    efforts_included: [
      mergedEffort(EFFORTS[0], 60),
      sampleEffort(EFFORTS[1], { status: 'MERGING', conflicts: 2 }),
      sampleEffort(EFFORTS[2], { dependencies: [EFFORTS[1] as EffortName] }),
    ],
    conflicts_detected: [
      sampleConflict(EFFORTS[1], 'src/controller.ts', { hunks: [chosenHunk(0), sampleHunk(1)] }),
      sampleConflict(EFFORTS[1], 'src/imports.ts', {
        id: `${EFFORTS[1]}#2` as ConflictId,
        hunks: [chosenHunk(0)],
        resolution_status: 'RESOLVED',
        resolution_strategy: 'AUTO',
        resolved_at: sampleInstant(301),
      }),
    ],
    gate_runs: [
      sampleRun(1, 'unit_tests', { kind: 'baseline' }),
      sampleRun(2, 'unit_tests', { kind: 'effort', effort: EFFORTS[0] as EffortName }),
    ],
    restore_points: [
      restorePoint('start', sampleSha('base'), 10),
      restorePoint(EFFORTS[0], sampleSha('base'), 59),
      restorePoint(EFFORTS[1], sampleSha('merge-api-types'), 299),
    ],
    highlighted: [
      {
        question: questionId('conflict', `${EFFORTS[1]}#1`, '1'),
        choice: choiceId('combine_current_incoming'),
      },
    ],
    in_flight: [],
    updated_at: sampleInstant(330),
    ...overrides,
  });
}

/** Two efforts are merged, and the gates of the second run; one of them has already counted tests. */
export function gatesRunningState(overrides: StateOverrides = {}): IntegrationState {
  const subject: GateSubject = { kind: 'effort', effort: EFFORTS[1] as EffortName };
  const open = midConflictState();
  return {
    ...open,
    integration_tip: sampleSha('merge-controller'),
    efforts_included: open.efforts_included.map((effort) =>
      effort.name === EFFORTS[1] ? mergedEffort(EFFORTS[1], 400, { conflicts: 2 }) : effort,
    ),
    conflicts_detected: open.conflicts_detected.map((conflict) => ({
      ...conflict,
      hunks: conflict.hunks.map((hunk) => chosenHunk(hunk.index)),
      resolution_status: 'RESOLVED',
      resolution_strategy: conflict.resolution_strategy ?? 'OPERATOR',
      resolved_at: conflict.resolved_at ?? sampleInstant(399),
    })),
    gate_runs: [
      ...open.gate_runs,
      runningRun(3, 'unit_tests', subject, sampleTally(25, { coverage: null })),
      runningRun(4, 'build', subject),
    ],
    highlighted: [],
    in_flight: [
      inFlight(gateAction(3, 'unit_tests', subject), 402),
      inFlight(gateAction(4, 'build', subject), 402),
    ],
    updated_at: sampleInstant(410),
    ...stateFields(overrides),
  };
}

/** The second effort's gate is red and waits for a decision. */
export function redGateState(overrides: StateOverrides = {}): IntegrationState {
  const running = gatesRunningState();
  return {
    ...running,
    gate_runs: [
      ...running.gate_runs.slice(0, 2),
      sampleRun(
        3,
        'unit_tests',
        { kind: 'effort', effort: EFFORTS[1] as EffortName },
        {
          verdict: 'failed',
          because: '2 of 42 tests fail and do not on the target',
          tests: sampleTally(42, {
            passed: 40,
            failed: 2,
            failing: ['retries three times', 'gives up at last'],
          }),
          exit_code: 1,
        },
      ),
    ],
    highlighted: [
      { question: questionId('red_gate', `3-unit_tests-effort-${EFFORTS[1]}`), choice: choiceId('retry') },
    ],
    in_flight: [],
    updated_at: sampleInstant(430),
    ...stateFields(overrides),
  };
}

/** Every effort is merged and green, the final gates passed, the target has landed. */
export function finishedState(overrides: StateOverrides = {}): IntegrationState {
  const running = gatesRunningState();
  const efforts = running.efforts_included.map((effort) =>
    effort.status === 'MERGED'
      ? effort
      : { ...mergedEffort(effort.name, 600), dependencies: effort.dependencies },
  );
  return {
    ...running,
    stage: 'FINISHED',
    end: {
      outcome: 'LANDED',
      commit: sampleSha('merge-webhooks'),
      because: 'main moved to the verified commit',
      at: sampleInstant(900),
    },
    integration_tip: sampleSha('merge-webhooks'),
    landing_choice: 'land',
    efforts_included: efforts,
    gate_runs: [
      sampleRun(1, 'unit_tests', { kind: 'baseline' }),
      ...efforts.map((effort, index) =>
        sampleRun(index + 2, 'unit_tests', { kind: 'effort', effort: effort.name }),
      ),
      sampleRun(5, 'unit_tests', { kind: 'final' }),
      sampleRun(6, 'build', { kind: 'final' }, { tests: null, because: 'the command ended with 0' }),
    ],
    in_flight: [],
    updated_at: sampleInstant(900),
    ...stateFields(overrides),
  };
}

/** A large integration in full swing, for limits and measurements. */
export function bigState(efforts: number, conflicts: number): IntegrationState {
  const name = (index: number) => `effort-${String(index).padStart(3, '0')}`;
  return midConflictState({
    efforts_included: Array.from({ length: efforts }, (_, index) =>
      index < efforts / 2 ? mergedEffort(name(index), index) : sampleEffort(name(index)),
    ),
    conflicts_detected: Array.from({ length: conflicts }, (_, index) =>
      sampleConflict(name(index % efforts), `src/module-${index}/service.ts`, {
        id: `${name(index % efforts)}#${Math.floor(index / efforts) + 1}` as ConflictId,
        hunks: [chosenHunk(0), sampleHunk(1)],
      }),
    ),
    gate_runs: Array.from({ length: efforts }, (_, index) =>
      sampleRun(index, 'unit_tests', { kind: 'effort', effort: name(index) as EffortName }),
    ),
  });
}

/** Every sample with the name of its moment. */
export const SAMPLE_STATES: Readonly<Record<string, IntegrationState>> = {
  fresh: freshState(),
  planned: plannedState(),
  started: startedState(),
  'mid-conflict': midConflictState(),
  'gates-running': gatesRunningState(),
  'red-gate': redGateState(),
  finished: finishedState(),
};

function restorePoint(before: string, commit: Sha, seconds: number) {
  return {
    ref: `refs/intorch/wave2-20261121-101500/before/${before}` as RefName,
    commit,
    before,
    at: sampleInstant(seconds),
  };
}

function chosenHunk(index: number): Hunk {
  return sampleHunk(index, {
    choice: { option: 'combine_current_incoming', by: 'operator', at: sampleInstant(320) },
  });
}

// ---------------------------------------------------------------------------------------------------------------------

/** Texts that YAML, JSON or a terminal could misinterpret. */
export const HOSTILE_TEXTS = [
  '',
  ' ',
  'null',
  '~',
  'true',
  'False',
  'yes',
  '12e456789',
  '0x1f',
  '007',
  '1_000',
  '-0',
  '.inf',
  '.nan',
  '1:30',
  '2026-11-21',
  '- item',
  'key: value',
  'key:',
  '# no comment',
  'text # comment',
  ' leading',
  'trailing ',
  '\ttab',
  'a\nb',
  'a\n',
  '\n',
  '\r\n',
  'a\rb',
  '"',
  "'",
  "it's",
  '|',
  '>',
  '|-\n x',
  '---',
  '...',
  '--- a',
  '%YAML 1.2',
  '&anchor',
  '*alias',
  '!tag',
  '@at',
  '`tick',
  '[a',
  '{b',
  '? k',
  ',',
  '<<',
  '=',
  '__proto__',
  'constructor',
  '\u0000',
  '\u001b[31m',
  '\u0085',
  '\u00a0',
  '\u2028',
  'a\u2028b',
  'a\u2029b',
  'a\u0085b',
  'a\n\n  b\n \nc',
  'two words\nand a second line that is long enough to be folded somewhere by somebody who folds',
  '\u202e',
  '\ufeff',
  '\ud83d\ude00',
  'e\u0301',
  '漢字',
  '# sha256: 00',
  `long ${'word '.repeat(40)}`,
  'x'.repeat(300),
] as const;

/** Plain objects, as parsers return them. */
const record = <T>(model: { [Key in keyof T]: fc.Arbitrary<T[Key]> }) =>
  fc.record(model, { noNullPrototype: true });
const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point));

/** Any text with a UTF-8 form. The ready-made unit `binary` would spend seconds at each start on a table of all characters. */
export const anyText = fc.string({ unit: character });
const text = fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string(), anyText);
const texts = fc.array(text, { maxLength: 3 });
const count = fc.nat({ max: 5000 });
const instant = fc.integer({ min: 0, max: 4_102_444_800_000 }).map(instantOf);
const sha = fc
  .oneof(
    fc.nat().map((seed) => sampleSha(seed)),
    fc.constant(`12e4567890${'1'.repeat(30)}`),
  )
  .map((hex) => hex as Sha);
const severity = fc.constantFrom('LOW', 'MEDIUM', 'HIGH');
const mode = fc.constantFrom('100644', '100755', '120000', '160000');
const nullable = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const list = <T>(of: fc.Arbitrary<T>, maxLength = 3) => fc.array(of, { maxLength });
const name = fc.oneof(
  fc.constantFrom('null', 'true', '42', '1e3', '-x', 'a:b', 'auth', '0', '#1', 'über'),
  fc.string({ minLength: 1 }),
);
const then = fc.constantFrom('integrate', 'stop', 'roll_back');
const gateName = fc.constantFrom('unit_tests', 'build', 'null', '0').map((gate) => gate as GateName);

const branch = fc
  .oneof(
    fc.constantFrom(
      'null',
      'true',
      '12e456789',
      '0',
      "it's",
      'a#b',
      'über/漢字',
      '"quoted"',
      'a,b',
      '!tag',
      '&a',
      'x/-y',
    ),
    fc.string({ minLength: 1 }),
  )
  .map(parseBranchName)
  .filter((parsed) => parsed !== null);
const ref = branch.map(branchRef);

const anyGates = list(
  record({
    name: gateName,
    command: text,
    when: fc.constantFrom('effort', 'final', 'both'),
    timeout_sec: fc.oneof(count, fc.constantFrom(0.5, 1e21, 1.5e-7)),
    retries: count,
    flaky: fc.constantFrom('ask', 'pass'),
    required: fc.boolean(),
    parser: fc.constantFrom(...PARSERS),
    env: fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]*$/), text, {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    depends_on: texts,
    exclusive: texts,
    sandbox: fc.constantFrom(null, ...CONFINEMENTS),
  }),
);

const settings: fc.Arbitrary<Settings> = record({
  target: nullable(text),
  efforts: record({
    patterns: texts,
    exclude: texts,
    list: list(
      record({
        branch: text,
        name: nullable(text),
        depends_on: texts,
        strategy: nullable(fc.constantFrom(...STRATEGIES)),
        commits: nullable(texts),
      }),
    ),
    worktrees: fc.boolean(),
    strategy: fc.constantFrom(...STRATEGIES),
  }),
  naming: record({ phase: count, wave: count, integration_branch: text }),
  gates: anyGates,
  baseline: fc.boolean(),
  limits: record({ effort_lines: nullable(count), integration_lines: nullable(count) }),
  conflicts: record({
    auto: fc.boolean(),
    ask: fc.constantFrom('at_once', 'last'),
    markers_in: list(text),
    policies: list(record({ class: nullable(text), path: nullable(text), resolve: text })),
    trusted_drivers: texts,
    same_function: fc.constantFrom('warn', 'ask'),
    double_work: fc.constantFrom('warn', 'ask'),
  }),
  checkpoints: record({
    directory: nullable(text),
    keep: count,
    interval_sec: count,
    commit: fc.boolean(),
    push: fc.boolean(),
    remote: text,
  }),
  landing: record({
    mode: fc.constantFrom('auto', 'fast_forward', 'hold', 'none'),
    control_files: fc.constantFrom('inform', 'ask'),
  }),
  sessions: record({ keep: count, days: count }),
  max_concurrency: count,
  worktree: record({
    setup: nullable(text),
    setup_key: texts,
    setup_timeout_sec: count,
    filters: texts,
    caches: texts,
    directory: nullable(text),
  }),
  gating: record({
    policy: fc.constantFrom(null, ...GATE_POLICIES),
    budget_min: count,
    guard: fc.boolean(),
  }),
  tests: record({ paths: nullable(texts) }),
  sandbox: record({
    mode: fc.constantFrom('off', 'auto', 'required'),
    command: texts,
    network: fc.constantFrom('none', 'setup', 'all'),
    read: texts,
    write: texts,
  }),
});

const loss: fc.Arbitrary<UnexplainedLoss> = record({
  path: text,
  side: fc.constantFrom('current', 'incoming'),
  lines: count,
  examples: texts,
});

function anyEffort(
  effort: EffortName,
  others: readonly EffortName[],
  earlier: readonly EffortName[],
): fc.Arbitrary<Effort> {
  const basics: fc.Arbitrary<EffortBasics> = record({
    name: fc.constant(effort),
    branch,
    ref,
    tip: sha,
    merge_base: sha,
    dependencies: fc.subarray([...earlier]),
    strategy: fc.constantFrom(...STRATEGIES),
    commits_chosen: nullable(list(sha)),
    commits: count,
    authors: texts,
    subject: text,
    last_commit_at: instant,
    size: record({
      added: count,
      removed: count,
      files: count,
      uncounted: count,
      by_directory: list(record({ directory: text, lines: count })),
      by_commit: list(record({ commit: sha, subject: text, lines: count })),
    }).map((size) => ({ ...size, uncounted: Math.min(size.uncounted, size.added + size.removed) })),
    excluded: fc.boolean(),
    conflicts: count,
    deferred: fc.boolean(),
    oversize_accepted: fc.boolean(),
    clashes_with: nullable(fc.subarray([...others])),
  });
  const progress: fc.Arbitrary<EffortProgress> = fc.oneof(
    fc.constant<EffortProgress>({ status: 'PENDING' }),
    fc.constant<EffortProgress>({ status: 'MERGING' }),
    record({
      status: fc.constant('MERGED'),
      already_in: fc.constant(null),
      merge_commit: sha,
      restore_point: sha,
      merged_at: instant,
      commits_left_out: list(record({ commit: sha, subject: text })),
      losses: list(loss),
    }),
    record({
      status: fc.constant('MERGED'),
      already_in: fc.constantFrom('ancestor', 'squashed', 'reverted'),
      merged_at: nullable(instant),
    }),
    record({ status: fc.constant('FAILED'), held_because: text }),
    record({
      status: fc.constant('HELD'),
      held_as: fc.constantFrom('PUT_ASIDE', 'HANDED_BACK'),
      held_because: text,
      held_with: nullable(fc.constantFrom(effort, ...others)),
    }),
  );
  return fc.tuple(basics, progress).map(([what, where]): Effort => ({ ...what, ...where }));
}

const sides = <T>(of: fc.Arbitrary<T>) => record({ base: of, current: of, incoming: of });
const lost = record({ lines: count, examples: texts });

const option: fc.Arbitrary<Option> = record({
  id: text,
  kind: fc.constantFrom(...OPTION_KINDS),
  label: text,
  pros: texts,
  cons: texts,
  risk: severity,
  blob: nullable(sha),
  mode: nullable(mode),
  tree: sha,
  loses: record({ current: lost, incoming: lost }),
});

const known = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Known<T>> =>
  fc.oneof(
    value.map((each): Known<T> => ({ known: true, value: each })),
    text.map((because): Known<T> => ({ known: false, because })),
  );

const survey: fc.Arbitrary<ResultSurvey> = record({
  commit: sha,
  cycles: known(list(texts)),
  broken_exports: known(list(record({ path: text, name: text, users: texts }))),
  migration_note: nullable(text),
  documentation: record({ changed: texts, code_changed: count }),
  hindrance: nullable(record({ because: text, in_the_way: texts })),
  markers: texts,
  tests_gone: texts,
  changed_tests: nullable(
    list(
      record({
        path: text,
        deleted: fc.boolean(),
        efforts: texts.map((names) => names.map((each) => each as EffortName)),
      }),
    ),
  ),
  rewritten: texts.map((names) => names.map((each) => each as EffortName)),
});

const hunk: fc.Arbitrary<Hunk> = record({
  index: count,
  lines: nullable(sides(record({ start: count, count }))),
  texts: sides(nullable(sha)),
  authors: texts,
  class: text,
  level: fc.constantFrom('file', 'line', 'semantic'),
  severity,
  auto: nullable(record({ rule: text, because: text, option: text })),
  options: list(option),
  recommended: nullable(record({ option: text, because: text })),
  choice: nullable(
    record({ option: text, by: fc.constantFrom('operator', 'policy', 'rule', 'memory'), at: instant }),
  ),
});

function anyConflict(efforts: readonly EffortName[]): fc.Arbitrary<Conflict> {
  return record({
    effort: fc.constantFrom(...efforts),
    ordinal: count,
    path: text,
    kind: fc.constantFrom(...CONFLICT_KINDS),
    sides: sides(nullable(record({ mode, blob: sha, path: text }))),
    files: texts,
    message: text,
    hunks: list(hunk, 2).map((hunks) => hunks.map((one, index) => ({ ...one, index }))),
    edited: nullable(
      record({ blob: sha, mode, tree: sha, loses: record({ current: lost, incoming: lost }) }),
    ),
    resolution_status: fc.constantFrom('IN_PROGRESS' as const, 'RESOLVED' as const),
    resolution_strategy: nullable(fc.constantFrom('AUTO', 'OPERATOR', 'HELD', 'HANDED_BACK')),
    started_at: instant,
    resolved_at: nullable(instant),
  }).map(({ ordinal, ...rest }) => ({ id: `${rest.effort}#${ordinal}` as ConflictId, ...rest }));
}

const tally: fc.Arbitrary<TestTally> = record({
  total: count,
  passed: count,
  failed: count,
  skipped: count,
  failing: texts,
  coverage: nullable(fc.double({ min: 0, max: 100, noNaN: true })),
});

const conflictId = text.map((id) => id as ConflictId);
const anyRunId = text.map((id) => id as RunId);

function anySubject(efforts: readonly EffortName[]): fc.Arbitrary<GateSubject> {
  const effort = fc.constantFrom(...efforts);
  return fc.oneof(
    fc.constant({ kind: 'baseline' as const }),
    fc.constant({ kind: 'final' as const }),
    record({ kind: fc.constant('effort' as const), effort }),
    record({ kind: fc.constant('probe' as const), effort, with: fc.subarray([...efforts]) }),
    record({ kind: fc.constant('group' as const), onto: sha, efforts: fc.subarray([...efforts]) }),
    record({ kind: fc.constant('guard' as const), on: sha }),
    record({ kind: fc.constant('proof' as const), effort, on: sha }),
    record({ kind: fc.constant('option' as const), conflict: conflictId, hunk: count, option: text }),
  );
}

function anyRun(efforts: readonly EffortName[]): fc.Arbitrary<GateRun> {
  return record({
    id: anyRunId,
    ordinal: count,
    gate: gateName,
    subject: anySubject(efforts),
    commit: nullable(sha),
    tree: nullable(sha),
    command_digest: nullable(text),
    attempt: count,
    status: fc.constantFrom('RUNNING', 'FINISHED'),
    verdict: nullable(fc.constantFrom(...VERDICTS)),
    because: nullable(text),
    tests: nullable(tally),
    clues: fc.array(record({ of: fc.constantFrom('output', 'workspace'), says: text }), { maxLength: 2 }),
    missing: nullable(
      record({
        baseline: anyRunId,
        count,
        names: texts,
        digest: text,
        removed: record({ count, names: texts }),
      }),
    ),
    expectations: nullable(
      record({
        failing: list(record({ test: text, files: texts })),
        unloadable: texts,
        unnamed: fc.boolean(),
      }),
    ),
    new_tests: nullable(record({ passing: record({ count, names: texts }), failing: count })),
    exit_code: nullable(fc.integer()),
    started_at: instant,
    duration_ms: nullable(count),
    log: text,
    workspace: nullable(text),
    retried: fc.boolean(),
    meddled: fc.boolean(),
    in_doubt: fc.boolean(),
    summaries: nullable(count),
    reused_from: nullable(anyRunId),
    accepted: nullable(record({ at: instant, reason: text })),
  });
}

const finding: fc.Arbitrary<Finding> = record({
  at: instant,
  kind: fc.constantFrom(
    'merged_outside',
    'taken_back_outside',
    'branch_moved',
    'branch_deleted',
    'new_branch',
    'integration_moved',
    'integration_gone',
    'target_moved',
    'workspace_gone',
  ),
  subject: text,
  severity,
  checkpoint_says: text,
  git_says: text,
});

const actionKeyText = text.map((key) => key as ActionKey);
const anyAction: fc.Arbitrary<Action> = fc.oneof(
  fc.constant<Action>({ type: 'make_plan' }),
  sha.map((at): Action => ({ type: 'create_integration_branch', at })),
  fc
    .tuple(fc.constantFrom('merge_effort', 'inspect_conflict', 'resolve_conflict'), text, sha)
    .map(([type, effort, onto]): Action => ({ type, effort: effort as EffortName, onto })),
  fc
    .tuple(fc.constantFrom('prepare_edit', 'accept_edit'), text)
    .map(([type, conflict]): Action => ({ type, conflict: conflict as ConflictId })),
  fc.tuple(text, text, count).map(
    ([run, gate, attempt]): Action => ({
      type: 'run_gate',
      run: run as RunId,
      ordinal: attempt,
      gate: gate as GateName,
      subject: { kind: 'final' },
      attempt,
    }),
  ),
  sha.map((to): Action => ({ type: 'take_back', to })),
  sha.map((commit): Action => ({ type: 'land', commit })),
);

const anyEnding: fc.Arbitrary<Ending> = fc.oneof(
  record({ outcome: fc.constant('LANDED'), commit: sha, because: text, at: instant }),
  record({ outcome: fc.constant('HELD_FOR_REVIEW'), command: nullable(text), because: text, at: instant }),
  record({
    outcome: fc.constantFrom('STOPPED', 'ROLLED_BACK', 'SUPERSEDED', 'NOTHING_TO_DO', 'FAILED'),
    because: text,
    at: instant,
  }),
);

function stateWith(names: readonly EffortName[]): fc.Arbitrary<IntegrationState> {
  const none = names.length === 0;
  const someEffort = none ? fc.constant('gone' as EffortName) : fc.constantFrom(...names);
  const efforts = fc.tuple(...names.map((effort, index) => anyEffort(effort, names, names.slice(0, index))));
  return record({
    state: fc.constant('INTEGRATION' as const),
    session_id: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,40}$/).map((id) => id as SessionId),
    phase: count,
    wave: count,
    stage: fc.constantFrom(...STAGES.filter((stage) => stage !== 'FINISHED')),
    end: fc.constant(null),
    settings,
    identity: record({ name: text, email: text }),
    target: branch,
    target_base: nullable(sha),
    integration_branch: branch,
    integration_tip: nullable(sha),
    landing_choice: nullable(fc.constantFrom('land', 'hold')),
    efforts_included: efforts,
    forecast: nullable(
      record({
        touched: none
          ? fc.constant([])
          : list(
              record({
                effort: someEffort,
                path: text,
                ranges: list(record({ first: count, last: count })),
                functions: texts,
              }),
            ),
        with_target: none ? fc.constant([]) : list(record({ effort: someEffort, files: texts })),
        pairs: none
          ? fc.constant([])
          : list(
              record({ a: someEffort, b: someEffort, files: texts, hunks: count, conflict: fc.boolean() }),
            ),
        cost: record({ given: count, chosen: count, because: text }),
      }),
    ),
    conflicts_detected: none ? fc.constant([]) : list(anyConflict(names), 2),
    gate_runs: none ? fc.constant([]) : list(anyRun(names)),
    baseline_tests: nullable(
      record({ gates: list(record({ gate: gateName, run: anyRunId, names: texts })) }),
    ),
    restore_points: list(record({ ref: ref, commit: sha, before: text, at: instant })),
    decisions: list(
      record({
        at: instant,
        question: text,
        kind: nullable(fc.constantFrom(...QUESTION_KINDS)),
        conflict: nullable(conflictId),
        choice: text,
        by: fc.constantFrom('operator', 'policy', 'rule', 'memory', 'headless'),
        client: nullable(record({ program: text, pid: count, terminal: nullable(text) })),
        about: text,
      }),
    ),
    remembered: list(
      record({
        fingerprint: text,
        path: text,
        blob: nullable(sha),
        mode: nullable(mode),
        option: text,
        at: instant,
      }),
    ),
    findings: list(
      fc.oneof(
        finding,
        fc.tuple(finding, texts).map(([one, others]) => ({ ...one, others })),
      ),
    ),
    survey: nullable(survey),
    highlighted: list(record({ question: text.map((id) => id as QuestionId), choice: text.map(choiceId) })),
    scope: fc.constantFrom('hunk', 'file', 'effort'),
    editing: nullable(
      record({
        conflict: text.map((id) => id as ConflictId),
        file: nullable(text),
        done: fc.boolean(),
        refused: nullable(text),
      }),
    ),
    proofs: fc.subarray([...names]),
    trials: list(record({ conflict: text.map((id) => id as ConflictId), hunk: count, option: text })),
    resume_offer: nullable(record({ last_sign_of_life: instant, gates_now: nullable(anyGates) })),
    letter: nullable(record({ host: text, settings, unknown: list(someEffort) })),
    rollback_offer: nullable(record({ to: sha, before: text })),
    take_back_to: nullable(record({ commit: sha, why: text, then })),
    foreign: nullable(
      record({
        onto: sha,
        commits: list(
          record({ commit: sha, authors: texts, subject: text, files: texts, more_files: count }),
        ),
      }),
    ),
    gates_cut_off: none
      ? fc.constant([])
      : list(record({ gate: gateName, subject: anySubject(names), times: count, allowed: count })),
    paused: fc.boolean(),
    in_flight: list(
      anyAction.chain((action) =>
        record({ key: actionKeyText, action: fc.constant(action), at: instant, cancelled: fc.boolean() }),
      ),
    ),
    trouble: nullable(record({ action: text, message: text, remedy: text })),
    created_at: instant,
    integration_started: nullable(instant),
    updated_at: instant,
    gate_durations_ms: fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_-]*$/), count, {
      maxKeys: 2,
      noNullPrototype: true,
    }),
    gate_policy: fc.constantFrom(null, ...GATE_POLICIES),
    judged_before: record({ efforts: count, red: count }),
  }) as fc.Arbitrary<IntegrationState>;
}

/** Any state at all: every field is free within its type, and references between its parts resolve. */
export function anyState(): fc.Arbitrary<IntegrationState> {
  return fc
    .uniqueArray(name, { maxLength: 4 })
    .chain((names) => stateWith(names.map((effort) => effort as EffortName)))
    .chain((state) =>
      fc.oneof(
        fc.constant(state),
        anyEnding.map((end): IntegrationState => ({ ...state, stage: 'FINISHED', end })),
      ),
    );
}
