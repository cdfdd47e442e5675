import { nameFindings } from '../../../domain/integration/plan-facts/colliding-names.ts';
import { windowsFindings } from '../../../domain/integration/plan-facts/windows-names.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath } from '../../../ports/git.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** Limit of new paths to compare. */
const MOST_ADDED = 20_000;

/** Compares the names that efforts add with each other, with those of the target, and with what Windows can hold. */
export async function collidingNames(
  { objects }: PlanPorts,
  { target }: IntegrationState,
  { looked, target_base }: { readonly looked: readonly Looked[]; readonly target_base: Sha },
) {
  const open = looked.filter(({ effort }) => effort.status === 'PENDING');
  const pathsOf = (status: ChangedPath['status']) =>
    open.flatMap(({ effort, changed }) =>
      changed.filter((change) => change.status === status).map(({ path }) => ({ effort: effort.name, path })),
    );
  const added = pathsOf('A').slice(0, MOST_ADDED);
  const there = await objects.similarPaths(
    target_base,
    added.map(({ path }) => path),
  );
  const removed = new Set(pathsOf('D').map(({ path }) => path));
  const kept = there.filter((path) => !removed.has(path));
  return [...nameFindings(target, added, kept), ...windowsFindings(added)];
}
