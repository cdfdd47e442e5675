/**
 * This folder: merges, inspects and resolves, and checks what was lost.
 *
 * Merges one effort in the object database: published when clean, reported when not. The operator's checkout is never involved.
 */
import { conflictsRefusal } from '../../../domain/conflict/bounds.ts';
import type { Conflict } from '../../../domain/conflict/conflict.ts';
import { kindOf } from '../../../domain/conflict/conflict-kind.ts';
import type { ActionOf } from '../../../domain/integration/action.ts';
import type { Happened } from '../../../domain/integration/event.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import type { ConflictId } from '../../../domain/shared/ids.ts';
import { sanitizeLine } from '../../../domain/shared/text.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import type { Performing } from '../performing.ts';
import { commitMerge } from './merge-commit.ts';
import { mergeStep } from './merge-step.ts';

export async function mergeEffort(
  { effort: name, onto }: ActionOf<'merge_effort'>,
  performing: Performing,
): Promise<Happened> {
  const { ports, state } = performing;
  const effort = effortNamed(state, name);
  const [isIn, step] = await Promise.all([
    ports.history.isAncestor(effort.tip, onto),
    mergeStep(ports, state, effort, onto),
  ]);
  if (isIn) return { type: 'effort_merged_outside', effort: name, commit: onto, into: 'integration' };
  const { outcome } = step;
  if (outcome === null && step.picked.length === 0) {
    return {
      type: 'effort_merge_failed',
      effort: name,
      because: 'none of its commits applies cleanly; merge it, or take the hybrid strategy',
    };
  }
  if (outcome !== null && outcome.conflicted.length > 0) {
    const conflicts = rawConflicts(performing, name, outcome);
    const others = state.conflicts_detected.filter((conflict) => conflict.effort !== name);
    const because = conflictsRefusal(conflicts, others);
    if (because !== null) return { type: 'effort_merge_failed', effort: name, because };
    return { type: 'conflict_found', effort: name, conflicts };
  }
  const tree = outcome === null ? await ports.objects.treeOf(step.onto) : outcome.tree;
  return commitMerge(ports, state, effort, { tip: onto, step, tree, conflicts: [] });
}

/** Returns conflicts as git reports them. Inspecting them later fills in the hunks. */
function rawConflicts(
  { ports, state }: Performing,
  effort: Conflict['effort'],
  outcome: MergeOutcome,
): readonly Conflict[] {
  return outcome.conflicted.map((conflicted, index): Conflict => {
    const { path, base, current, incoming } = conflicted;
    const told = outcome.messages.filter(
      (message) => message.paths.includes(path) && message.type.startsWith('CONFLICT'),
    );
    return {
      id: `${effort}#${index + 1}` as ConflictId,
      effort,
      path,
      kind: kindOf(conflicted, outcome.messages),
      sides: { base, current, incoming },
      files: [...new Set([path, ...told.flatMap((message) => message.paths)])],
      message:
        sanitizeLine(told.map((message) => message.text.trim()).join(' ')) ||
        `${path} is changed on both sides`,
      hunks: [],
      edited: null,
      resolution_status: 'IN_PROGRESS',
      resolution_strategy: null,
      started_at: state.updated_at ?? ports.clock.now(),
      resolved_at: null,
    };
  });
}
