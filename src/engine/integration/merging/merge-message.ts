import type { Conflict } from '../../../domain/conflict/conflict.ts';
import { chosenOption } from '../../../domain/integration/events/remembering.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { shortSha } from '../../../domain/shared/ids.ts';
import type { MergeStep } from './merge-step.ts';

/** Writes the message of an effort's merge: how its conflicts were resolved, and where it came from. */
export function mergeMessage(
  state: IntegrationState,
  effort: Effort,
  step: MergeStep,
  conflicts: readonly Conflict[],
): string {
  const hybrid = effort.strategy === 'hybrid' ? ' (hybrid strategy)' : '';
  const lines = conflicts.map((conflict) => `- ${conflict.path}: ${waysOf(conflict)}`);
  const picks = [
    ...(step.picked.length > 0 ? [`- Clean commits: cherry-picked (${step.picked.length})`] : []),
    ...step.merged_whole.map(({ commit, subject }) => `- Merged by hand: ${shortSha(commit)} ${subject}`),
  ];
  return [
    `Merge effort ${effort.name}${hybrid}`,
    '',
    ...(lines.length + picks.length === 0
      ? []
      : [...picks, ...(lines.length === 0 ? [] : ['Conflicts resolved:', ...lines]), '']),
    `Intorch-Effort: ${effort.branch}`,
    `Intorch-Session: ${state.session_id}`,
    '',
  ].join('\n');
}

function waysOf(conflict: Conflict): string {
  if (conflict.edited !== null) return 'edited by hand';
  const ways = conflict.hunks.map(
    (hunk) => `${chosenOption(hunk)?.id ?? 'open'} (${hunk.choice?.by ?? 'nobody'})`,
  );
  return [...new Set(ways)].join(', ');
}
