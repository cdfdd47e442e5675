/** The guard run: the final tree once more, with the target's version of the test files that efforts change. */
import type { ChangedTest } from '../../code/test-paths.ts';
import type { GateSettings } from '../../config/settings.ts';
import { type GateRun, type GateSubject, isUncounted } from '../../gate/gate.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';
import { gateProgress, gatesOf, isSurveyed, latestRun } from './gating.ts';
import { gateDurations, suiteMs } from './groups/suite-time.ts';

/** Returns the test files that are laid over the result; none: nobody changes one that the target has, or it is not known yet, or it is off. */
export function guardedTests(state: IntegrationState): readonly ChangedTest<EffortName>[] {
  return state.settings.gating.guard && isSurveyed(state) ? (state.survey?.changed_tests ?? []) : [];
}

/** A gate of the guard run, with its run there; null: it has not begun. */
export interface Guarding {
  readonly gate: GateSettings;
  readonly subject: Extract<GateSubject, { readonly kind: 'guard' }>;
  readonly run: GateRun | null;
}

/** Returns the gates of the guard run: the required ones whose output tells tests, or all required ones where none does. */
export function guarding(state: IntegrationState): readonly Guarding[] {
  const { integration_tip: on } = state;
  if (on === null || guardedTests(state).length === 0) return [];
  const subject = { kind: 'guard', on } as const;
  const required = gatesOf(state, subject).filter((gate) => gate.required);
  const counting = required.filter(({ name }) => {
    const final = latestRun(state, name, { kind: 'final' }, on);
    return final !== null && !isUncounted(final);
  });
  return (counting.length > 0 ? counting : required).map((gate) => ({
    gate,
    subject,
    run: latestRun(state, gate.name, subject, null),
  }));
}

/** Returns the gates of the guard run that may start: each once, after all gates are green on the tree itself. */
export function guardRuns(state: IntegrationState): readonly Guarding[] {
  const { stage, integration_tip: tip } = state;
  if (stage !== 'VALIDATING' || tip === null || !gateProgress(state, { kind: 'final' }, tip).settled)
    return [];
  return guarding(state).filter(({ run }) => run === null);
}

/** Checks whether landing waits for no guard run. */
export function guardSettled(state: IntegrationState): boolean {
  return guarding(state).every(({ run }) => run?.status === 'FINISHED');
}

/** Returns how long the guard run takes, in milliseconds; null: not known. */
export function guardMs(state: IntegrationState): number | null {
  const gates = guarding(state).map(({ gate }) => gate);
  return suiteMs(state, gates, gateDurations(state));
}

/** What a guard run says about some of the target's test files, and who changed them. */
export interface ChangedExpectation {
  readonly run: GateRun;
  /** Tests that fail with these files as the target has them; empty: the gate fails and names none. */
  readonly tests: readonly string[];
  readonly files: readonly ChangedTest<EffortName>[];
  readonly efforts: readonly EffortName[];
}

/** Returns what efforts changed in what tests of the target expect: tests that fail with the target's version of a file, by these files. */
export function changedExpectations(state: IntegrationState): readonly ChangedExpectation[] {
  return guarding(state).flatMap(({ run }) => {
    if (run?.expectations == null) return [];
    const { failing, unnamed } = run.expectations;
    const found = new Map<string, { readonly paths: readonly string[]; readonly tests: string[] }>();
    for (const { test, files } of failing) {
      const key = files.join('\n');
      const known = found.get(key) ?? { paths: files, tests: [] };
      known.tests.push(test);
      found.set(key, known);
    }
    const all = guardedTests(state).map(({ path }) => path);
    return [...found.values(), ...(unnamed ? [{ paths: all, tests: [] }] : [])].map(({ paths, tests }) => {
      const files = changedFilesOf(state, paths);
      return { run, tests, files, efforts: effortsOf(files) };
    });
  });
}

/** Returns the changed test files of these paths. */
export function changedFilesOf(
  state: IntegrationState,
  paths: readonly string[],
): readonly ChangedTest<EffortName>[] {
  return guardedTests(state).filter(({ path }) => paths.includes(path));
}

/** Returns who changed some files. */
export function effortsOf(files: readonly ChangedTest<EffortName>[]): readonly EffortName[] {
  return [...new Set(files.flatMap(({ efforts }) => efforts))];
}
