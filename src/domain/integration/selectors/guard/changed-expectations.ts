import type { ChangedTest } from '../../../code/test-paths.ts';
import type { GateRun } from '../../../gate/gate.ts';
import type { EffortName } from '../../../shared/ids.ts';
import type { IntegrationState } from '../../state.ts';
import { guardedTests, guarding } from './guarding.ts';

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
      return { run, tests, files, efforts: changersOf(files) };
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
export function changersOf(files: readonly ChangedTest<EffortName>[]): readonly EffortName[] {
  return [...new Set(files.flatMap(({ efforts }) => efforts))];
}
