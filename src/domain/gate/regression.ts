/** Compares a gate's run with the same gate on the target, for REGRESSION_ANALYSIS.md. */
import type { GateName } from '../shared/ids.ts';
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
}

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
  return {
    gate: now.gate,
    tests,
    new_failures,
    passed_before_at_least,
    missing: now.missing,
    fixed,
    coverage,
    duration_ms,
    duration_percent,
  };
}

function change(before: number | null, after: number | null): Change {
  return { before, after, change: before === null || after === null ? null : rounded(after - before) };
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
