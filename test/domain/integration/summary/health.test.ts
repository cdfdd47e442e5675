import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HEALTH_CHECKS, healthOf } from '../../../../src/domain/integration/summary/health.ts';
import type { EffortName } from '../../../../src/domain/shared/ids.ts';
import {
  anyState,
  finishedState,
  freshState,
  mergedEffort,
  midConflictState,
  plannedState,
  redGateState,
  sampleConflict,
  sampleEffort,
  sampleGate,
  sampleHunk,
  sampleInstant,
  sampleRun,
  sampleSettings,
} from '../../../support/states.ts';

const effort = (name: string) => ({ kind: 'effort', effort: name as EffortName }) as const;

describe('health', () => {
  it('has the five checks with details for any state', () => {
    fc.assert(
      fc.property(anyState(), (state) => {
        const health = healthOf(state);
        expect(Object.keys(health)).toEqual([...HEALTH_CHECKS]);
        for (const check of Object.values(health)) expect(check.details).not.toBe('');
      }),
      { numRuns: 100 },
    );
  });

  it('is good at the end of a good integration', () => {
    expect(healthOf(finishedState())).toEqual({
      branch_integrity: {
        grade: 'PASS',
        details: `phase1/wave2-integration is at ${finishedState().integration_tip?.slice(0, 8)} with 3 proven merges`,
      },
      size_compliance: { grade: 'PASS', details: '450 lines, no effort over 800' },
      test_status: { grade: 'PASS', details: '2 of 2 gates passed' },
      conflict_count: { grade: 'PASS', details: 'none open, 2 resolved' },
      performance_impact: { grade: 'PASS', details: 'nothing to compare yet, 14 min 50 s so far' },
    });
  });

  it('claims nothing before the start', () => {
    const health = healthOf(freshState());

    expect(health.branch_integrity.details).toBe('the integration branch is not made yet');
    expect(health.test_status).toEqual({ grade: 'PASS', details: 'none of 2 gates has run yet' });
    expect(health.performance_impact.details).toBe('nothing to compare yet, 0.0 s so far');
  });

  it('fails the branch when a merge lost lines without a decision', () => {
    const losses = [
      { path: 'a.ts', side: 'current', lines: 3, examples: [] },
      { path: 'b.ts', side: 'incoming', lines: 1, examples: [] },
    ] as const;
    const state = midConflictState({ efforts_included: [mergedEffort('auth', 1, { losses })] });

    expect(healthOf(state).branch_integrity).toEqual({
      grade: 'FAIL',
      details: 'lost without a decision: 3 lines of current in a.ts (auth), and 1 more loss',
    });
  });

  it('warns of a branch that moved outside', () => {
    const found = {
      at: sampleInstant(),
      kind: 'branch_moved',
      subject: 'effort/auth',
      checkpoint_says: 'aaaa',
      git_says: 'bbbb',
    } as const;

    expect(
      healthOf(midConflictState({ findings: [{ ...found, severity: 'HIGH' }] })).branch_integrity,
    ).toEqual({
      grade: 'WARN',
      details: 'effort/auth: the checkpoint says aaaa, git says bbbb',
    });
    expect(
      healthOf(midConflictState({ findings: [{ ...found, severity: 'LOW' }] })).branch_integrity.grade,
    ).toBe('PASS');
  });

  it('warns of an effort over its limit that waits or is accepted, fails one that is in without a word, and forgets a held one', () => {
    const size = { added: 900, removed: 1, files: 9, uncounted: 0, by_directory: [], by_commit: [] };
    const grade = (overrides: object) =>
      healthOf(plannedState({ efforts_included: [sampleEffort('big', { size, ...overrides })] }))
        .size_compliance;

    expect(grade({})).toEqual({ grade: 'WARN', details: 'big changes 901 lines, 800 are allowed' });
    expect(grade({ status: 'MERGED' }).grade).toBe('FAIL');
    expect(grade({ oversize_accepted: true }).grade).toBe('WARN');
    expect(grade({ status: 'HELD' }).grade).toBe('PASS');
  });

  it('names the effort that takes the total over the limit', () => {
    const settings = sampleSettings({ limits: { effort_lines: 800, integration_lines: 200 } });
    const efforts_included = [mergedEffort('one', 1), mergedEffort('two', 2)];

    expect(healthOf(midConflictState({ settings, efforts_included })).size_compliance).toEqual({
      grade: 'FAIL',
      details: 'two takes the total to 300 of 200 lines',
    });
  });

  it('fails a red gate, and warns once its failure is accepted or was there before', () => {
    const red = redGateState();
    const with_run = (overrides: object) => ({
      ...red,
      gate_runs: red.gate_runs.map((run) => (run.verdict === 'failed' ? { ...run, ...overrides } : run)),
    });

    expect(healthOf(red).test_status).toEqual({
      grade: 'FAIL',
      details: 'unit_tests fails once controller is merged: 2 of 42 tests fail and do not on the target',
    });
    expect(healthOf(with_run({ accepted: { at: sampleInstant(), reason: 'known' } })).test_status).toEqual({
      grade: 'WARN',
      details: 'unit_tests is red and was accepted: known',
    });
    expect(healthOf(with_run({ verdict: 'pre_existing' })).test_status.grade).toBe('WARN');
  });

  it.each(['did_not_run', 'inconclusive'] as const)('fails a gate that is %s', (verdict) => {
    const gate_runs = [sampleRun(1, 'unit_tests', effort('api-types'), { verdict })];

    expect(healthOf(midConflictState({ gate_runs })).test_status.grade).toBe('FAIL');
  });

  it('does not let a run speak for an effort that was held, a probe or the target', () => {
    const gate_runs = [
      sampleRun(1, 'unit_tests', { kind: 'baseline' }, { verdict: 'failed' }),
      sampleRun(2, 'unit_tests', effort('controller'), { verdict: 'failed' }),
      sampleRun(
        3,
        'unit_tests',
        { kind: 'probe', effort: 'api-types' as EffortName, with: [] },
        { verdict: 'failed' },
      ),
    ];
    const efforts_included = [mergedEffort('api-types', 1), sampleEffort('controller', { status: 'HELD' })];

    expect(healthOf(midConflictState({ gate_runs, efforts_included })).test_status.details).toBe(
      'none of 2 gates has run yet',
    );
  });

  it('warns of a red gate that is not required, and fails where nothing is tested', () => {
    const settings = sampleSettings({ gates: [sampleGate('lint', { required: false }), sampleGate('unit')] });
    const gate_runs = [sampleRun(1, 'lint', effort('api-types'), { verdict: 'failed', because: '3 errors' })];

    expect(healthOf(midConflictState({ settings, gate_runs })).test_status).toEqual({
      grade: 'WARN',
      details: 'lint is not green: 3 errors',
    });
    expect(healthOf(midConflictState({ settings: sampleSettings({ gates: [] }) })).test_status.grade).toBe(
      'FAIL',
    );
  });

  it('warns of open conflicts and fails when there are many', () => {
    const hunks = Array.from({ length: 11 }, (_, index) => sampleHunk(index));

    expect(healthOf(midConflictState()).conflict_count).toEqual({
      grade: 'WARN',
      details: '1 hunk in 1 file open, 1 resolved',
    });
    expect(
      healthOf(midConflictState({ conflicts_detected: [sampleConflict('a', 'a.ts', { hunks })] }))
        .conflict_count.grade,
    ).toBe('FAIL');
  });

  it('does not count a conflict as open whose effort was held', () => {
    const held = sampleConflict('a', 'a.ts', { resolution_strategy: 'HELD' });

    expect(healthOf(midConflictState({ conflicts_detected: [held] })).conflict_count).toEqual({
      grade: 'PASS',
      details: 'none open, 0 resolved, 1 left out',
    });
  });

  it.each([
    ['unit_tests', [4_000, 4_100, 4_200], 'PASS'],
    ['unit_tests', [4_000, 4_100, 5_500], 'WARN'],
    ['benchmark', [4_000, 4_100, 5_500], 'FAIL'],
    ['benchmark', [4_000, 5_500], 'PASS'],
  ] as const)('grades %s that took %j ms as %s', (name, durations, grade) => {
    const { integration_tip, target_base } = finishedState();
    const settings = sampleSettings({ gates: [sampleGate(name)] });
    const gate_runs = durations.map((duration_ms, index) =>
      index === 0
        ? sampleRun(1, name, { kind: 'baseline' }, { duration_ms, commit: target_base })
        : sampleRun(index + 1, name, { kind: 'final' }, { duration_ms, commit: integration_tip }),
    );

    expect(healthOf(finishedState({ settings, gate_runs })).performance_impact.grade).toBe(grade);
  });
});
