import { describe, expect, it } from 'vitest';
import type { GateRun } from '../../../../src/domain/gate/gate.ts';
import { gateActions } from '../../../../src/domain/integration/actions/gate-actions.ts';
import { withGatePolicy, withoutIdleGates } from '../../../../src/domain/integration/events/gate-policy.ts';
import { groupRuns } from '../../../../src/domain/integration/selectors/groups/final-search.ts';
import { choosePolicy } from '../../../../src/domain/integration/selectors/groups/gate-policy.ts';
import { policyWords } from '../../../../src/domain/integration/selectors/groups/policy-words.ts';
import { judgedSoFar, redShare } from '../../../../src/domain/integration/selectors/groups/red-share.ts';
import { suiteWidth } from '../../../../src/domain/integration/selectors/groups/suite-width.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import type { EffortName, GateName } from '../../../../src/domain/shared/ids.ts';
import {
  freshState,
  sampleEffort,
  sampleGate,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
} from '../../../support/states.ts';

const TEST = 'test' as GateName;
const names = (count: number) => Array.from({ length: count }, (_, index) => `e${index}`);

function planned(count: number, change: Partial<IntegrationState> = {}): IntegrationState {
  return freshState({
    stage: 'INTEGRATING',
    target_base: sampleSha('base'),
    settings: sampleSettings({
      gates: [sampleGate('test', { retries: 0 })],
      max_concurrency: 4,
      baseline: false,
    }),
    efforts_included: names(count).map((name) => sampleEffort(name)),
    ...change,
  });
}

describe('when gates run', () => {
  const minutes = (count: number, each: number, policy: 'each' | 'grouped' | 'final' | null = null) => {
    const state = planned(count, { gate_durations_ms: { test: each * 60_000 } });
    return choosePolicy({
      ...state,
      settings: { ...state.settings, gating: { policy, budget_min: 30, guard: true } },
    });
  };

  it.each([
    [15, 2, null, 'each', '15 efforts at 2 min 0 s each fit into gating.budget_min of 30'],
    [16, 2, null, 'grouped', '16 efforts at 2 min 0 s each take longer than gating.budget_min of 30'],
    [200, 60, 'each', 'each', 'the settings say so'],
    [2, 1, 'grouped', 'grouped', 'the settings say so'],
    [2, 1, 'final', 'final', 'the settings say so'],
  ] as const)(
    '%d efforts of %d minutes where the settings say %s: %s',
    (count, each, asked, policy, because) => {
      expect(minutes(count, each, asked)).toEqual({ policy, because });
    },
  );

  it('is after each effort while nothing is known of their time, and where all of them run at the end anyway', () => {
    expect(choosePolicy(planned(99))).toEqual({
      policy: 'each',
      because: 'their time is not known yet',
    });
    const gates = [sampleGate('test', { when: 'final' })];
    const last = {
      ...planned(99),
      settings: sampleSettings({ gates }),
      gate_durations_ms: { test: 3_600_000 },
    };
    expect(choosePolicy(last).policy).toBe('each');
  });

  it('is decided once, when the target was measured, and stays', () => {
    const gate_durations_ms = { test: 600_000 };
    const before = planned(30, { gate_durations_ms });
    const measured = { ...before, settings: { ...before.settings, baseline: true } };

    expect(withGatePolicy(measured).gate_policy).toBeNull();
    expect(withGatePolicy(before).gate_policy).toBe('grouped');
    const decided = withGatePolicy(before);
    expect(withGatePolicy({ ...decided, gate_durations_ms: { test: 1 } }).gate_policy).toBe('grouped');
  });

  it('is said with its reason, and with what it takes', () => {
    expect(policyWords(planned(30, { gate_durations_ms: { test: 600_000 } }))).toBe(
      'grouped, on all efforts together and on groups of them: 30 efforts at 10 min 0 s each take longer than gating.budget_min of 30; 10 min 0 s if all are green together, about 1 h 10 min with 2 red ones',
    );
  });
});

describe('how many are expected to be red', () => {
  it('begins at 5 % and learns from the sessions before', () => {
    expect(redShare(planned(1))).toBe(0.05);
    expect(redShare(planned(1, { judged_before: { efforts: 80, red: 19 } }))).toBe(0.2);
    expect(redShare(planned(1, { judged_before: { efforts: Number.MAX_SAFE_INTEGER, red: 0 } }))).toBe(0.005);
  });

  it('counts those that were held for a red gate, and those that passed once the session is over', () => {
    const red = sampleRun(1, 'test', { kind: 'effort', effort: 'e1' as EffortName }, { verdict: 'failed' });
    const state = planned(0, {
      efforts_included: [
        sampleEffort('e0', { status: 'MERGED' }),
        sampleEffort('e1', { status: 'HELD' }),
        sampleEffort('e2', { status: 'HELD' }),
      ],
      gate_runs: [red],
      judged_before: { efforts: 10, red: 1 },
    });

    expect(judgedSoFar(state)).toEqual({ efforts: 11, red: 2 });
  });
});

describe('how many run at once', () => {
  const ran = (ordinal: number, from: number, seconds: number): GateRun =>
    sampleRun(
      ordinal,
      'test',
      { kind: 'final' },
      { started_at: sampleInstant(from), duration_ms: seconds * 1000 },
    );

  it.each([
    ['two, before two ran beside each other', [ran(1, 0, 10)], 2],
    ['as many as may, where they do not slow each other', [ran(1, 0, 10), ran(2, 20, 10), ran(3, 20, 10)], 4],
    [
      'one, where two take as long as one after the other',
      [ran(1, 0, 10), ran(2, 20, 20), ran(3, 20, 20)],
      1,
    ],
    ['fewer, where more gain next to nothing', [ran(1, 0, 10), ran(2, 20, 18), ran(3, 20, 18)], 2],
  ])('is %s', (_what, gate_runs, width) => {
    expect(suiteWidth(planned(1, { gate_runs }), TEST)).toBe(width);
  });

  it('is never more than the settings allow', () => {
    const state = planned(1);
    expect(suiteWidth({ ...state, settings: { ...state.settings, max_concurrency: 1 } }, TEST)).toBe(1);
  });
});

describe('the runs on groups', () => {
  const validating = (
    gate_policy: IntegrationState['gate_policy'],
    final: Partial<GateRun>,
  ): IntegrationState =>
    planned(0, {
      stage: 'VALIDATING',
      gate_policy,
      integration_tip: sampleSha('merge-e29'),
      efforts_included: names(30).map((name) => sampleEffort(name, { status: 'MERGED' })),
      gate_runs: [sampleRun(1, 'test', { kind: 'final' }, { commit: sampleSha('merge-e29'), ...final })],
    });
  const RUNNING = { status: 'RUNNING', verdict: null, exit_code: null, duration_ms: null } as const;
  const RED = { verdict: 'failed', exit_code: 1 } as const;
  const groupsIn = (state: IntegrationState) => groupRuns(state).map(({ subject }) => subject.efforts.length);

  it.each([
    ['grouped', RUNNING, [10]],
    ['final', RUNNING, []],
    ['each', RUNNING, []],
    ['grouped', RED, [10, 4]],
    ['final', RED, [10, 4]],
    ['each', RED, [10, 4]],
    ['grouped', { verdict: 'passed' }, []],
  ] as const)('under %s, with %o on everything: %o', (policy, final, expected) => {
    expect(groupsIn(validating(policy, final))).toEqual(expected);
  });

  it('are cancelled where they would change nothing any more', () => {
    const running = validating('grouped', RUNNING);
    const actions = gateActions(running);
    const started = {
      ...running,
      in_flight: actions.map((action) => ({
        key: 'x' as never,
        action,
        at: sampleInstant(),
        cancelled: false,
      })),
    };

    expect(withoutIdleGates(started)).toBe(started);
    const green = { ...started, gate_runs: validating('grouped', { verdict: 'passed' }).gate_runs };
    expect(withoutIdleGates(green).in_flight.map(({ cancelled }) => cancelled)).toEqual(
      actions.map(() => true),
    );
  });
});
