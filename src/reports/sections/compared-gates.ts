/** Compares each gate on the integration branch with the same gate on the target, for two reports. */
import type { GateRun } from '../../domain/gate/gate.ts';
import { stillThere } from '../../domain/gate/missing.ts';
import { compareRuns, type Regression } from '../../domain/gate/regression.ts';
import { newFailures } from '../../domain/gate/verdict.ts';
import { baselineRun } from '../../domain/integration/selectors/gate-runs.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { humanDuration } from '../../domain/shared/time.ts';
import { speakingRuns } from '../words/gate-words.ts';
import { code, type MarkdownBlock, prose, table } from '../words/markdown.ts';

/** One gate on the integration branch, compared with the target; null where it was not run on the target. */
export interface Compared {
  readonly run: GateRun;
  readonly before: GateRun | null;
  readonly regression: Regression | null;
}

/** Compares every gate that ran on the integration branch with the target. */
export function comparedGates(state: IntegrationState): readonly Compared[] {
  return speakingRuns(state).map((run) => {
    const before = baselineRun(state, run.gate);
    return { run, before, regression: before === null ? null : compareRuns(before, run) };
  });
}

/** The duration of shorter runs varies too much for a percentage. */
const COMPARABLE_MS = 5_000;

/** Formats how long gates take before and after, as a table with the given head. */
export function performanceTable(compared: readonly Compared[], head: readonly string[]): MarkdownBlock {
  const took = (run: GateRun | null) =>
    run === null ? 'not measured' : run.duration_ms === null ? 'not known' : humanDuration(run.duration_ms);
  return table(
    head,
    compared.map(({ run, before, regression }) => {
      const percent = regression?.duration_percent ?? null;
      const longest = Math.max(before?.duration_ms ?? 0, run.duration_ms ?? 0);
      const change =
        percent === null
          ? 'not known'
          : longest < COMPARABLE_MS
            ? 'too short to compare'
            : `${percent < 0 ? '' : '+'}${percent}%`;
      return [prose(run.gate), took(before), took(run), change];
    }),
  );
}

/** Lists the failing tests that did not fail on the target, each with its gate. */
export function newFailureNames(compared: readonly Compared[]): readonly string[] {
  return compared.flatMap(({ run, regression }) => {
    const names = regression?.new_failures ?? (run.tests === null ? [] : newFailures(run.tests, null));
    return names.map((name) => `${code(name)} (${prose(run.gate)})`);
  });
}

/** Lists the tests that ran on the target and did not run now, each with its gate. */
export function missingNames(compared: readonly Compared[]): readonly string[] {
  return compared.flatMap(({ run }) =>
    (run.missing?.names ?? []).map((name, index) => {
      const how = index < stillThere(run.missing) ? '' : ', removed or renamed by a change';
      return `${code(name)} (${prose(run.gate)}${how})`;
    }),
  );
}
