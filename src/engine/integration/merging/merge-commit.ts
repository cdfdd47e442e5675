/** Writes and publishes the commit of one effort, and proves it: right parents, right tree, no loss without a decision. */
import type { Conflict } from '../../../domain/conflict/conflict.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts, MergingPorts } from '../ports.ts';
import { refuseCheckedOut } from '../refs/checked-out-at.ts';
import { publish } from '../refs/publish.ts';
import { restoreRef } from '../refs/session-refs.ts';
import { swallowedLines } from './evil-merges.ts';
import { mergeLosses, pathsLeftOut } from './merge-losses.ts';
import { mergeMessage } from './merge-message.ts';
import { commitDate, type MergeStep } from './merge-step.ts';

/** Commits a resolved tree (or takes the picked commits as they are), moves the integration branch, and reports the merge. */
export async function commitMerge(
  ports: EnginePorts,
  state: IntegrationState,
  effort: Effort,
  merge: {
    readonly tip: Sha;
    readonly step: MergeStep;
    readonly tree: Sha;
    readonly conflicts: readonly Conflict[];
  },
): Promise<Happened> {
  const { tip, step, tree, conflicts } = merge;
  const written = async (): Promise<Sha> => {
    const parents = step.outcome === null ? null : [step.onto, effort.tip];
    const commit = await writeMerge(ports, state, effort, merge);
    await prove(ports, commit, parents, tree);
    return commit;
  };
  const compared = async () => {
    const left_out = await pathsLeftOut(ports, effort, step);
    const attributes_from = state.target_base ?? tip;
    const [lost, swallowed] = await Promise.all([
      mergeLosses(ports, effort, { tip, tree, conflicts, left_out, squashed: step.squashed }),
      // Picked commits do not bring any merge of the effort along.
      step.outcome === null ? [] : swallowedLines(ports, effort, { tip, tree, conflicts, attributes_from }),
    ]);
    return [...lost, ...swallowed.filter(({ path }) => !lost.some((loss) => loss.path === path))];
  };
  // Run both at once: they are independent, and each mostly waits for git.
  const [commit, losses] = await Promise.all([written(), compared()]);
  await refuseCheckedOut({ ports, state });
  const restore_point = restoreRef(state, effort.name);
  await publish(ports, state, { from: tip, to: commit, keep: [{ ref: restore_point, commit: tip }] });
  if (!(await ports.objects.isWhole(commit, [tip, effort.tip])))
    throw new IntorchError('OBJECT_MISSING', `Not all that the merge ${commit} needs is in the repository`);
  return {
    type: 'effort_merged',
    effort: effort.name,
    merge_commit: commit,
    restore_point,
    restore_commit: tip,
    left_out: step.left_out,
    losses,
  };
}

/** Writes the commit of a merge; where every commit was picked, nothing is left to write. */
export async function writeMerge(
  ports: MergingPorts,
  state: IntegrationState,
  effort: Effort,
  { step, tree, conflicts }: Pick<Parameters<typeof commitMerge>[3], 'step' | 'tree' | 'conflicts'>,
): Promise<Sha> {
  if (step.outcome === null) return step.onto;
  return ports.objects.writeCommit({
    tree,
    parents: [step.onto, effort.tip],
    message: mergeMessage(state, effort, step, conflicts),
    identity: state.identity,
    at: commitDate(state),
  });
}

async function prove(
  ports: EnginePorts,
  commit: Sha,
  parents: readonly Sha[] | null,
  tree: Sha,
): Promise<void> {
  const [found, committed] = await Promise.all([
    parents === null ? null : ports.history.parents(commit),
    ports.objects.treeOf(commit),
  ]);
  if (parents !== null && found?.join() !== parents.join()) {
    throw new IntorchError('PROOF_FAILED', `the merge ${commit} has other parents than asked for`);
  }
  if (committed !== tree)
    throw new IntorchError('PROOF_FAILED', `the merge ${commit} has another tree than resolved`);
}
