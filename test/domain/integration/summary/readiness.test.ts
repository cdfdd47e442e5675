import { describe, expect, it } from 'vitest';
import type { FlatEffort } from '../../../../src/domain/integration/checkpoint/flat-state.ts';
import type { IntegrationState } from '../../../../src/domain/integration/state.ts';
import { readinessOf } from '../../../../src/domain/integration/summary/readiness.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  changedEffort,
  finishedState,
  freshState,
  midConflictState,
  redGateState,
  type StateOverrides,
  sampleGate,
  sampleRun,
  sampleSettings,
  sampleSha,
  sampleTally,
  stateFields,
} from '../../../support/states.ts';

const TIP = sampleSha('merge-webhooks');
const onTip = { commit: TIP };

/** Everything in, both gates green on exactly the commit that stands there. */
function verified(overrides: StateOverrides = {}): IntegrationState {
  const state = finishedState();
  const runs = state.gate_runs.map((run) => (run.subject.kind === 'final' ? { ...run, ...onTip } : run));
  return { ...state, gate_runs: runs, ...stateFields(overrides) };
}

function withEffort(state: IntegrationState, name: string, change: Partial<FlatEffort>): IntegrationState {
  const efforts = state.efforts_included.map((effort) =>
    effort.name === name ? changedEffort(effort, change) : effort,
  );
  return { ...state, efforts_included: efforts };
}

describe('merge readiness', () => {
  it('is Ready when everything is in and green on exactly that commit', () => {
    expect(readinessOf(verified())).toEqual({ status: 'Ready', blockers: [], conditions: [] });
  });

  it('is Blocked while nothing is integrated', () => {
    expect(readinessOf(freshState())).toMatchObject({
      status: 'Blocked',
      blockers: ['nothing was integrated'],
    });
  });

  it('is Blocked when a required gate ran on another commit', () => {
    const state = verified({ integration_tip: sampleSha('one more') });

    expect(readinessOf(state)).toMatchObject({ status: 'Blocked' });
  });

  it('is Blocked by an open conflict, and says how many decisions it waits for', () => {
    expect(readinessOf(midConflictState()).blockers).toContain(
      'the conflict of controller in src/controller.ts waits for 1 decision',
    );
  });

  it('is Blocked by a gate that is red after an effort', () => {
    const stuck = redGateState();
    const run = sampleRun(
      3,
      'unit_tests',
      { kind: 'effort', effort: 'controller' as EffortName },
      {
        commit: sampleSha('merge-controller'),
        attempt: 2,
        verdict: 'failed',
        because: '2 of 42 tests fail',
      },
    );

    const { blockers } = readinessOf({ ...stuck, gate_runs: [run] });

    expect(blockers).toContain('unit_tests fails once controller is merged: 2 of 42 tests fail');
  });

  it('is Blocked by lines that vanished without a decision', () => {
    const state = withEffort(verified(), 'controller', {
      losses: [{ path: 'src/a.ts', side: 'current', lines: 3, examples: [] }],
    });

    expect(readinessOf(state).status).toBe('Blocked');
  });

  it('is Blocked after a roll back, whatever the gates say', () => {
    const state = verified({ outcome: 'ROLLED_BACK', outcome_because: 'the operator rolled back' });

    expect(readinessOf(state).blockers[0]).toBe('the session ended rolled back: the operator rolled back');
  });

  it('is Conditional when an effort is held', () => {
    const state = withEffort(verified(), 'webhooks', {
      status: 'HELD',
      held_as: 'HANDED_BACK',
      held_because: 'its author is asked',
    });

    expect(readinessOf(state)).toEqual({
      status: 'Conditional',
      blockers: [],
      conditions: ['webhooks is not in: its author is asked'],
    });
  });

  it('is Conditional when a cherry-pick left commits behind', () => {
    const state = withEffort(verified(), 'webhooks', {
      strategy: 'cherry-pick',
      commits_left_out: [{ commit: sampleSha('c'), subject: 'Conflicting' }],
    });

    expect(readinessOf(state)).toMatchObject({
      status: 'Conditional',
      conditions: ['webhooks is in without 1 commit that conflict'],
    });
  });

  it('is Conditional when an oversize effort was accepted, and when the total overflowed', () => {
    const settings = sampleSettings({ limits: { effort_lines: 100, integration_lines: 200 } });

    expect(readinessOf(verified({ settings })).conditions).toEqual([
      'controller took the total over its limit: 450 of 200 lines',
      'api-types is over the size limit and was accepted',
      'controller is over the size limit and was accepted',
      'webhooks is over the size limit and was accepted',
    ]);
  });

  it.each([
    [
      {
        verdict: 'failed',
        because: 'it fails',
        accepted: { at: sampleRun(1, 'x', { kind: 'final' }).started_at, reason: 'known' },
      },
      'unit_tests is red and was accepted: known',
    ],
    [{ verdict: 'pre_existing' }, 'unit_tests fails as it does on the target'],
  ] as const)('is Conditional when a gate is green with a reserve: %#', (change, condition) => {
    const run = sampleRun(5, 'unit_tests', { kind: 'final' }, { ...onTip, ...change });
    const state = verified();
    const gate_runs = [...state.gate_runs.filter(({ id }) => id !== run.id), run];

    expect(readinessOf({ ...state, gate_runs })).toMatchObject({
      status: 'Conditional',
      conditions: [condition],
    });
  });

  it('is Conditional when a gate failed on this very tree before it passed', () => {
    const state = verified();
    const first = sampleRun(
      4,
      'unit_tests',
      { kind: 'final' },
      { ...onTip, verdict: 'failed', tests: sampleTally(42) },
    );

    expect(readinessOf({ ...state, gate_runs: [first, ...state.gate_runs] })).toMatchObject({
      status: 'Conditional',
      conditions: ['unit_tests is flaky: it failed on this very tree before it passed'],
    });
  });

  it('is Conditional when a gate that is not required is red', () => {
    const settings = sampleSettings({
      gates: [sampleGate('unit_tests'), sampleGate('build', { required: false })],
    });
    const state = verified({ settings });
    const red = sampleRun(
      7,
      'build',
      { kind: 'final' },
      { ...onTip, verdict: 'failed', because: 'exit status 1' },
    );

    expect(readinessOf({ ...state, gate_runs: [...state.gate_runs, red] })).toMatchObject({
      status: 'Conditional',
      conditions: ['build is not green: exit status 1'],
    });
  });
});
