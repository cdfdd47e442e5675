/** Compares a gate's run with the same gate on the target, for REGRESSION_ANALYSIS.md. */
import type { GateName } from '../shared/ids.ts';
import { counted } from '../shared/text.ts';
import type { GateRun } from './gate.ts';
import type { Missing } from './missing.ts';
import { newFailures, ranTests } from './verdict.ts';

/** A measure on the target and now; null where either is unknown. */
export interface Change {
  readonly before: number | null;
  readonly after: number | null;
  readonly change: number | null;
}

export interface Regression {
  readonly gate: GateName;
  /** Tests that ran. */
  readonly tests: Change;
  /** Names that fail now and did not fail on the target. */
  readonly new_failures: readonly string[];
  /**
   * How many of the new failures passed on the target, at least. Runners name only failing tests, so a new failure may be a new test. But
   * no more of them can be new than there are additional tests.
   */
  readonly passed_before_at_least: number;
  /** Tests that ran on the target and did not run now; null: not known by name. */
  readonly missing: Missing | null;
  /** Names that fail on the target and no longer fail now; empty when not all tests ran. */
  readonly fixed: readonly string[];
  /** Line coverage in percent; the change is in percentage points. */
  readonly coverage: Change;
  readonly duration_ms: Change;
  /** Change of the duration in percent. */
  readonly duration_percent: number | null;
  /** What a reviewer should look at, one sentence each; empty is good. */
  readonly warnings: readonly string[];
}

const SLOWER_BY_PERCENT = 20;

/** Compares a gate's run with its baseline. */
export function compareRuns(baseline: GateRun, now: GateRun): Regression {
  const tests = change(baseline.tests && ranTests(baseline.tests), now.tests && ranTests(now.tests));
  const comparable = baseline.tests !== null && now.tests !== null;
  const new_failures = now.tests === null ? [] : newFailures(now.tests, baseline.tests);
  const passed_before_at_least = comparable
    ? Math.max(0, new_failures.length - Math.max(0, tests.change ?? 0))
    : 0;
  const fixed =
    baseline.tests !== null && now.tests !== null && (tests.change ?? -1) >= 0 && !now.missing?.count
      ? newFailures(baseline.tests, now.tests)
      : [];
  const coverage = change(baseline.tests?.coverage ?? null, now.tests?.coverage ?? null);
  const duration_ms = change(baseline.duration_ms, now.duration_ms);
  const duration_percent =
    duration_ms.change === null || !duration_ms.before
      ? null
      : rounded((duration_ms.change / duration_ms.before) * 100);
  const found = {
    tests,
    new_failures,
    passed_before_at_least,
    missing: now.missing,
    fixed,
    coverage,
    duration_ms,
    duration_percent,
  };
  return { gate: now.gate, ...found, warnings: warningsOf(found) };
}

function warningsOf(found: Omit<Regression, 'gate' | 'warnings'>): readonly string[] {
  const { tests, new_failures, passed_before_at_least, missing, coverage, duration_percent } = found;
  const warnings: string[] = [];
  if (tests.change !== null && tests.change < 0) {
    warnings.push(`${tests.after} of ${counted(tests.before ?? 0, 'test')} ran`);
  }
  if (missing !== null && missing.count > 0) {
    warnings.push(`${counted(missing.count, 'test')} that ran on the target did not run`);
  }
  if (tests.before !== null && tests.after === null) {
    warnings.push(`the target ran ${counted(tests.before, 'test')}, now nobody says how many`);
  }
  if (new_failures.length > 0) {
    const known =
      passed_before_at_least > 0 ? `, at least ${passed_before_at_least} of them passed on the target` : '';
    warnings.push(`${counted(new_failures.length, 'new failure')}${known}`);
  }
  if (coverage.change !== null && coverage.change < 0) {
    warnings.push(`line coverage fell from ${coverage.before} % to ${coverage.after} %`);
  }
  if (duration_percent !== null && duration_percent > SLOWER_BY_PERCENT) {
    warnings.push(`it takes ${duration_percent} % longer`);
  }
  return warnings;
}

function change(before: number | null, after: number | null): Change {
  return { before, after, change: before === null || after === null ? null : rounded(after - before) };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
