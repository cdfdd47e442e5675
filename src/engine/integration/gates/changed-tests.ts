/** Finds the test files of the target that the result changes, and the efforts that did it. */
import { type ChangedTest, changedTests } from '../../../domain/code/test-paths.ts';
import { isMergedHere } from '../../../domain/integration/selectors/effort-status.ts';
import { participants } from '../../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { EffortName, Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath } from '../../../ports/git.ts';
import type { Performing } from '../performing.ts';

type Ports = Performing['ports'];

/** Returns the files that a guard run lays over the result; null where it is off. What was only moved is as it was. */
export async function testsChangedIn(
  ports: Ports,
  state: IntegrationState,
  from: Sha,
  to: Sha,
): Promise<readonly ChangedTest<EffortName>[] | null> {
  const { gating, tests } = state.settings;
  if (!gating.guard) return null;
  const changed = await ports.history.changedPaths(from, to);
  const candidates = changedTests(changed, tests.paths, [], new Set());
  if (candidates.length === 0) return [];
  const [touched, moved] = await Promise.all([
    touchedBy(ports, state),
    movedFiles(ports, changed, { from, to }),
  ]);
  return changedTests(changed, tests.paths, touched, moved);
}

/** Lists what each effort touched on its way in. */
async function touchedBy({ history }: Ports, state: IntegrationState) {
  return Promise.all(
    participants(state)
      .filter(isMergedHere)
      .map(async ({ name, restore_point, merge_commit }) => ({
        name,
        paths: await history.touchedPaths(restore_point, merge_commit),
      })),
  );
}

/** Returns the files that are gone and stand elsewhere with the very same content. */
async function movedFiles(
  { objects }: Ports,
  changed: readonly ChangedPath[],
  { from, to }: { readonly from: Sha; readonly to: Sha },
): Promise<ReadonlySet<string>> {
  const pathsOf = (kind: ChangedPath['status']) =>
    changed.flatMap(({ path, status }) => (status === kind ? [path] : []));
  const [gone, come] = [pathsOf('D'), pathsOf('A')];
  if (gone.length === 0 || come.length === 0) return new Set();
  const [before, after] = await Promise.all([objects.readEntries(from, gone), objects.readEntries(to, come)]);
  const there = new Set([...after.values()].map(({ blob }) => blob));
  return new Set([...before].flatMap(([path, { blob }]) => (there.has(blob) ? [path] : [])));
}
