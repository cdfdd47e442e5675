import type { Conflict } from '../../../domain/conflict/conflict.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { GateRun } from '../../../domain/gate/gate.ts';
import { guardedTests } from '../../../domain/integration/selectors/guard/guarding.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { writeMerge } from '../merging/merge-commit.ts';
import { commitDate, mergeStep } from '../merging/merge-step.ts';
import { inspectConflict } from '../merging/perform-inspect.ts';
import { resolvedTree } from '../merging/perform-resolve.ts';
import type { Performing } from '../performing.ts';
import { overlaidCommit, provingCommit } from './guard-run.ts';

/** Builds a commit that is on no branch: a probe's combination of efforts, an option's tree, or one with test files of the target. null: the efforts conflict. */
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
  if (subject.kind === 'guard') {
    const paths = guardedTests(state).map(({ path }) => path);
    return overlaidCommit(performing, { onto: subject.on, from: base, paths });
  }
  if (subject.kind === 'proof') return provingCommit(performing, subject);
  if (subject.kind !== 'probe' && subject.kind !== 'group') return null;
  const efforts = subject.kind === 'group' ? subject.efforts : [...subject.with, subject.effort];
  let tip = base;
  for (const name of efforts) {
    const next = await mergedOnto(performing, effortNamed(state, name), tip);
    if (next === null) return null;
    tip = next;
  }
  return tip;
}

/** Returns the commit that the integration branch would get by the same merge; null: it needs a decision that is not made. */
async function mergedOnto({ ports, state }: Performing, effort: Effort, onto: Sha): Promise<Sha | null> {
  if (await ports.history.isAncestor(effort.tip, onto)) return onto;
  const step = await mergeStep(ports, state, effort, onto);
  const conflicted = step.outcome?.conflicted ?? [];
  const conflicts = conflicted.flatMap((met) => sameConflict(state, effort, met) ?? []);
  if (conflicts.length < conflicted.length) return null;
  const resolved =
    conflicted.length > 0
      ? await resolvedTree({ ports, state }, effort, step)
      : { tree: step.outcome?.tree ?? (await ports.objects.treeOf(step.onto)) };
  return 'failed' in resolved ? null : writeMerge(ports, state, effort, { step, conflicts, ...resolved });
}

/** Returns the conflict that was met and decided in the very same texts. */
function sameConflict(state: IntegrationState, effort: Effort, met: ConflictedPath): Conflict | undefined {
  const textsOf = ({ base, current, incoming }: Conflict['sides']) =>
    [base, current, incoming].map((side) => (side === null ? '-' : `${side.mode} ${side.blob}`)).join();
  return state.conflicts_detected.find(
    (conflict) =>
      conflict.effort === effort.name &&
      conflict.path === met.path &&
      conflict.resolution_status === 'RESOLVED' &&
      textsOf(conflict.sides) === textsOf(met),
  );
}
