import type { Conflict } from '../domain/conflict/conflict.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import type { EffortName, Sha } from '../domain/shared/ids.ts';
import { blobsOf } from './conflict-texts.ts';
import { commitDate } from './merge-step.ts';
import type { EnginePorts } from './ports.ts';
import { readRefs } from './publish.ts';
import { evidenceRef } from './session-refs.ts';

/** Keeps the texts and option trees of an effort's conflicts reachable, so that git's housekeeping cannot take them. */
export async function keepEvidence(
  ports: EnginePorts,
  state: IntegrationState,
  effort: EffortName,
  conflicts: readonly Conflict[],
): Promise<void> {
  const base = conflicts.flatMap((conflict) =>
    conflict.hunks.flatMap((hunk) => hunk.options.map((option) => option.tree)),
  );
  const onto = state.integration_tip ?? state.target_base;
  if (onto === null) return;
  const parents: Sha[] = [];
  for (const tree of new Set(base)) {
    parents.push(
      await ports.objects.writeCommit({
        tree,
        parents: [],
        message: 'option',
        identity: state.identity,
        at: commitDate(state),
      }),
    );
  }
  const changes = [...new Set(conflicts.flatMap(blobsOf))].map((blob) => ({
    path: `.intorch-evidence/${blob}`,
    entry: { mode: '100644', blob },
  }));
  const tree = await ports.objects.writeTree(await ports.objects.treeOf(onto), changes);
  const commit = await ports.objects.writeCommit({
    tree,
    parents,
    message: `Evidence for the conflicts of ${effort}`,
    identity: state.identity,
    at: commitDate(state),
  });
  const ref = evidenceRef(state, effort);
  const expected = (await readRefs(ports, [ref])).get(ref) ?? null;
  if (expected !== commit) await ports.objects.updateRefs([{ ref, to: commit, expected }]);
}
