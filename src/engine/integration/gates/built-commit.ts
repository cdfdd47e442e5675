import type { GateRun } from '../../../domain/gate/gate.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { commitDate, mergeStep } from '../merging/merge-step.ts';
import { inspectConflict } from '../merging/perform-inspect.ts';
import type { Performing } from '../performing.ts';

/** Builds a commit that is on no branch: a probe's combination of efforts, or an option's tree. null: the efforts conflict. */
export async function builtCommit(performing: Performing, run: GateRun): Promise<Sha | null> {
  const { ports, state } = performing;
  const { subject } = run;
  const base = state.target_base;
  if (base === null) return null;
  const identity = state.identity;
  if (subject.kind === 'option') {
    const conflict = state.conflicts_detected.find(({ id }) => id === subject.conflict);
    const option = conflict?.hunks[subject.hunk]?.options.find(({ id }) => id === subject.option);
    if (conflict === undefined || option === undefined) return null;
    const onto = state.integration_tip ?? base;
    const build = () =>
      ports.objects.writeCommit({
        tree: option.tree,
        parents: [onto],
        message: `Try ${option.id}`,
        identity,
        at: commitDate(state),
      });
    return build().catch(async (thrown) => {
      if (!(thrown instanceof IntorchError) || thrown.code !== 'OBJECT_MISSING') throw thrown;
      // Git may have removed the tree while the question waited. Looking at the conflicts again makes the same trees.
      await inspectConflict({ type: 'inspect_conflict', effort: conflict.effort, onto }, performing);
      return build();
    });
  }
  if (subject.kind !== 'probe') return null;
  let tip = base;
  for (const name of [...subject.with, subject.effort]) {
    const effort = effortNamed(state, name);
    if (await ports.history.isAncestor(effort.tip, tip)) continue;
    const step = await mergeStep(ports, state, effort, tip);
    if (step.outcome !== null && step.outcome.conflicted.length > 0) return null;
    const tree = step.outcome?.tree;
    tip =
      tree === undefined
        ? step.onto
        : await ports.objects.writeCommit({
            tree,
            parents: [step.onto, effort.tip],
            message: `Probe ${name}`,
            identity,
            at: commitDate(state),
          });
  }
  return tip;
}
