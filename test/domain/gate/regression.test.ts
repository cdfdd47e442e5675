import { describe, expect, test } from 'vitest';
import type { GateRun, TestTally } from '../../../src/domain/gate/gate.ts';
import { compareRuns } from '../../../src/domain/gate/regression.ts';
import type { RunId } from '../../../src/domain/shared/ids.ts';
import { sampleRun } from '../../support/states.ts';

function tally(passed: number, failing: readonly string[] = [], coverage: number | null = null): TestTally {
  return { total: passed + failing.length, passed, failed: failing.length, skipped: 0, failing, coverage };
}

function compare(before: Partial<GateRun>, after: Partial<GateRun>) {
  const baseline = sampleRun(1, 'unit', { kind: 'baseline' }, { duration_ms: 1000, ...before });
  return compareRuns(baseline, sampleRun(1, 'unit', { kind: 'final' }, { duration_ms: 1000, ...after }));
}

describe('a run compared with the target', () => {
  test('that is better in everything has no warnings', () => {
    const regression = compare(
      { tests: tally(449, ['old bug'], 89), duration_ms: 2000 },
      { tests: tally(487, [], 94), duration_ms: 1500 },
    );

    expect(regression).toMatchObject({
      tests: { before: 450, after: 487, change: 37 },
      new_failures: [],
      passed_before_at_least: 0,
      fixed: ['old bug'],
      coverage: { before: 89, after: 94, change: 5 },
      duration_ms: { before: 2000, after: 1500, change: -500 },
      duration_percent: -25,
    });
  });

  test('with more new failures than new tests broke some that passed', () => {
    const regression = compare({ tests: tally(10, ['a']) }, { tests: tally(9, ['a', 'b', 'c', 'd']) });

    expect(regression.new_failures).toEqual(['b', 'c', 'd']);
    expect(regression.passed_before_at_least).toBe(1);
  });

  test('with fewer tests claims nothing as fixed', () => {
    const regression = compare({ tests: tally(10, ['a']) }, { tests: tally(9) });

    expect(regression.fixed).toEqual([]);
  });

  test('that lacks tests by name claims nothing as fixed', () => {
    const missing = {
      baseline: '1' as RunId,
      count: 2,
      names: ['b', 'c'],
      digest: '0',
      removed: { count: 0, names: [] },
    };
    const regression = compare({ tests: tally(10, ['a']) }, { tests: tally(12), missing });

    expect(regression.missing).toEqual(missing);
    expect(regression.fixed).toEqual([]);
  });

  test('without counts has none to compare', () => {
    const regression = compare({ tests: tally(10) }, { tests: null });

    expect(regression.tests).toEqual({ before: 10, after: null, change: null });
  });

  test('has the change of coverage in percentage points', () => {
    const regression = compare({ tests: tally(1, [], 89.5) }, { tests: tally(1, [], 89.25) });

    expect(regression.coverage.change).toBe(-0.25);
  });
});
