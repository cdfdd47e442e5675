/** The guard run: a tree with the target's version of some test files, and what such a run says. */
import { isTestFile } from '../../../domain/code/test-files.ts';
import { isTestPath } from '../../../domain/code/test-paths.ts';
import { type Expectations, expectationsOf, type LaidFile } from '../../../domain/gate/expectations.ts';
import type { GateRun, GateSubject } from '../../../domain/gate/gate.ts';
import { type NewTests, newTestsOf } from '../../../domain/gate/new-tests.ts';
import { ranTests } from '../../../domain/gate/verdict.ts';
import { baselineRun } from '../../../domain/integration/selectors/gate-runs.ts';
import { baselineTestsOf, latestRun } from '../../../domain/integration/selectors/gating.ts';
import { guardedTests } from '../../../domain/integration/selectors/guard/guarding.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { commitDate } from '../merging/merge-step.ts';
import type { Performing } from '../performing.ts';

/** Makes a commit of a tree with the files of another one laid over it, exactly as they are there. It is on no branch, and never lands. */
export async function overlaidCommit(
  { ports: { objects }, state }: Performing,
  { onto, from, paths }: { readonly onto: Sha; readonly from: Sha; readonly paths: readonly string[] },
): Promise<Sha> {
  const [below, entries] = await Promise.all([objects.treeOf(onto), objects.readEntries(from, paths)]);
  const tree = await objects.writeTree(
    below,
    paths.map((path) => ({ path, entry: entries.get(path) ?? null })),
  );
  return objects.writeCommit({
    tree,
    parents: [onto],
    message: 'Test files of another commit on this tree',
    identity: state.identity,
    at: commitDate(state),
  });
}

/** `sh` exits with this or more where a command is not found, or was ended. */
const NEVER_RAN = 126;

/** Makes a commit of the target with the test files that an effort adds or changes. */
export async function provingCommit(
  performing: Performing,
  { effort, on }: Extract<GateSubject, { readonly kind: 'proof' }>,
): Promise<Sha> {
  const { ports, state } = performing;
  const { merge_base, tip } = effortNamed(state, effort);
  const changed = await ports.history.changedPaths(merge_base, tip);
  const paths = changed
    .filter(
      ({ path, status, submodule }) =>
        status !== 'D' && !submodule && isTestPath(path, state.settings.tests.paths),
    )
    .map(({ path }) => path);
  return overlaidCommit(performing, { onto: on, from: tip, paths });
}

/** Returns what the new tests of an effort do without it; null: no test was counted. */
export function proofSays(
  state: IntegrationState,
  { gate }: GateRun,
  { tests, names }: { readonly tests: GateRun['tests']; readonly names: readonly string[] | null },
): NewTests | null {
  const before = baselineRun(state, gate)?.tests ?? null;
  if (tests === null || before === null) return null;
  const known = baselineTestsOf(state, gate)?.names ?? null;
  return newTestsOf(
    { ran: ranTests(tests), failing: tests.failing, names },
    { ran: ranTests(before), failing: before.failing, names: known },
  );
}

type Ran = Pick<GateRun, 'tests' | 'exit_code'>;

/** Returns what a guard run says about the files that were laid over its tree; null: it did not run to its end. */
export async function guardSays(
  performing: Performing,
  run: GateRun,
  ran: Ran,
): Promise<Expectations | null> {
  const { state } = performing;
  const without = latestRun(state, run.gate, { kind: 'final' }, state.integration_tip);
  if (ran.exit_code === null || without === null || (ran.exit_code >= NEVER_RAN && ran.tests === null))
    return null;
  const fails = (ran.tests?.failing.length ?? 0) > 0;
  const laid = await laidFiles(performing, fails);
  return expectationsOf({ ...ran, without, baseline: baselineRun(state, run.gate), laid });
}

/** A larger file is no test that somebody wrote. */
const LARGEST = 1_000_000;

/** Reads the target's version of the files, where somebody wants to know what is in them. */
async function laidFiles(
  { ports: { objects }, state }: Performing,
  with_texts: boolean,
): Promise<readonly LaidFile[]> {
  const paths = guardedTests(state).map(({ path }) => path);
  const base = state.target_base;
  const entries =
    with_texts && base !== null ? await objects.readEntries(base, paths) : new Map<string, { blob: Sha }>();
  const sizes = await objects.sizes([...entries.values()].map(({ blob }) => blob));
  const small = [...sizes].flatMap(([blob, size]) => (size <= LARGEST ? [blob] : []));
  const texts = await objects.readBlobs(small);
  return paths.map((path) => {
    const blob = entries.get(path)?.blob;
    const text = Buffer.from((blob && texts.get(blob)) ?? '', 'latin1').toString('utf8');
    return { path, holds_tests: isTestFile(path), text };
  });
}
