import type { Conflict } from '../../../domain/conflict/conflict.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { EffortName, Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';
import { readRefs } from '../refs/publish.ts';
import { evidenceRef } from '../refs/session-refs.ts';
import { blobsOf } from './conflict-texts.ts';
import { commitDate } from './merge-step.ts';

/**
 * Keeps the texts and option trees of an effort's conflicts reachable, so that `git gc` cannot remove them. What was kept before stays below: a
 * file that was edited by hand may be wanted again when the effort is merged again.
 */
export async function keepEvidence(
  ports: EnginePorts,
  state: IntegrationState,
  effort: EffortName,
  conflicts: readonly Conflict[],
): Promise<void> {
  const options = conflicts.flatMap(({ hunks }) => hunks.flatMap((hunk) => hunk.options));
  const edited = conflicts.flatMap((conflict) => conflict.edited ?? []);
  const entries = (mode: string, objects: readonly Sha[]) =>
    [...new Set(objects)].map((object) => ({ name: object, mode, object }));
  const [texts, trees] = await Promise.all([
    ports.objects.writeFolder(entries('100644', conflicts.flatMap(blobsOf))),
    ports.objects.writeFolder(
      entries(
        '040000',
        [...options, ...edited].map(({ tree }) => tree),
      ),
    ),
  ]);
  const tree = await ports.objects.writeFolder([
    { name: 'texts', mode: '040000', object: texts },
    { name: 'trees', mode: '040000', object: trees },
  ]);
  const ref = evidenceRef(state, effort);
  const before = (await readRefs(ports, [ref])).get(ref) ?? null;
  if (before !== null && (await ports.objects.treeOf(before)) === tree) return;
  const commit = await ports.objects.writeCommit({
    tree,
    parents: before === null ? [] : [before],
    message: `Evidence for the conflicts of ${effort}`,
    identity: state.identity,
    at: commitDate(state),
  });
  await ports.objects.updateRefs([{ ref, to: commit, expected: before }]);
}
