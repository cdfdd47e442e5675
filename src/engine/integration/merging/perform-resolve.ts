/** Composes the tree from the choices, proves that no marker is left in it, and publishes the merge. */
import type { Conflict } from '../../../domain/conflict/conflict.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome, TreeChange } from '../../../ports/git.ts';
import type { Performing } from '../performing.ts';
import type { MergingPorts } from '../ports.ts';
import { pathsWithNewMarkers, textsOfSides } from './conflict-markers.ts';
import { draftOf } from './conflict-texts.ts';
import { commitMerge } from './merge-commit.ts';
import { type MergeStep, mergeStep } from './merge-step.ts';
import { keepEdited } from './perform-edit.ts';
import { resolvedFile, writerOf } from './resolved-file.ts';

export async function resolveConflict(
  { effort: name, onto }: ActionOf<'resolve_conflict'>,
  performing: Performing,
): Promise<Happened> {
  const { ports, state } = performing;
  const effort = effortNamed(state, name);
  const step = await mergeStep(ports, state, effort, onto);
  const resolved = await resolvedTree(performing, effort, step);
  if ('failed' in resolved) return { type: 'effort_merge_failed', effort: name, because: resolved.failed };
  const conflicts = state.conflicts_detected.filter((conflict) => conflict.effort === name);
  return commitMerge(ports, state, effort, { tip: onto, step, tree: resolved.tree, conflicts });
}

/** A session whose conflicts are being resolved. */
interface Resolving {
  readonly ports: MergingPorts;
  readonly state: IntegrationState;
}

/** Returns the tree of a merge with what was decided about its conflicts, or why there is none, in a sentence. */
export async function resolvedTree(
  { ports, state }: Resolving,
  effort: Effort,
  step: MergeStep,
): Promise<{ readonly tree: Sha } | { readonly failed: string }> {
  if (step.outcome === null) return { failed: 'the conflict is gone when looked at again' };
  const changes: TreeChange[] = [];
  for (const conflicted of step.outcome.conflicted) {
    const conflict = state.conflicts_detected.find(
      (each) => each.effort === effort.name && each.path === conflicted.path,
    );
    if (conflict === undefined) return { failed: `${conflicted.path} conflicts, and was not asked about` };
    changes.push(...(await chosenChanges({ ports, state }, step.outcome, step.onto, conflicted, conflict)));
  }
  const tree = await ports.objects.writeTree(step.outcome.tree, changes);
  // Look for markers in the resulting tree rather than trust exit codes. Markers in a side's own text are content.
  const { conflicted: all } = step.outcome;
  const placed = changes.flatMap((change) => (change.entry === null ? [] : [change.path]));
  const marked = await pathsWithNewMarkers(ports, tree, placed, async () => {
    const sides = all.map((conflicted) => textsOfSides(ports, conflicted, [step.onto, effort.tip]));
    const own = (await Promise.all(sides)).flat();
    return () => own;
  });
  return marked.length > 0 ? { failed: `conflict markers would stand in ${marked.join(', ')}` } : { tree };
}

async function chosenChanges(
  performing: Resolving,
  outcome: MergeOutcome,
  onto: Sha,
  conflicted: ConflictedPath,
  conflict: Conflict,
): Promise<readonly TreeChange[]> {
  const { ports, state } = performing;
  const { id, effort, edited } = conflict;
  const { path } = conflicted;
  if (edited !== null) {
    await keepEdited(performing, conflict);
    return [{ path, entry: { mode: edited.mode, blob: edited.blob } }];
  }
  const open = conflict.hunks.find((hunk) => hunk.choice === null);
  if (open !== undefined) throw new IntorchError('BUG', `${path} is being resolved with an open hunk`);
  const whole = conflict.hunks.every(({ lines }) => lines === null);
  const draft = await draftOf(ports, state, { id, effort, conflicted, outcome, onto, whole });
  const chosen = (hunk: number) => conflict.hunks[hunk]?.choice?.option ?? null;
  const known = draft.hunks.every((hunk) => hunk.options.some((option) => option.id === chosen(hunk.index)));
  if (!known)
    throw new IntorchError('PROOF_FAILED', `${path} offers other options than those it was asked about`);
  return resolvedFile(ports, writerOf(ports), { conflicted, draft, outcome }, chosen);
}
