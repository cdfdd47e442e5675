import { isMergedHere } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit } from '../../domain/integration/selectors/ending.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import { bullets, code, fenced, type MarkdownBlock, prose, table, when } from '../words/markdown.ts';

/** Writes the rollback plan: the restore points, and the command that rolls back from the current state. */
export function rollbackPlan(state: IntegrationState): readonly MarkdownBlock[] {
  return [
    table(
      ['Before', 'Commit', 'Restore point', 'Written'],
      state.restore_points.map(({ before, commit, ref, at }) => [
        prose(before),
        code(shortSha(commit)),
        code(ref),
        when(at),
      ]),
      'No restore point: nothing was merged yet.',
    ),
    ...(landedCommit(state) === null ? beforeLanding(state) : afterLanding(state)),
  ];
}

function beforeLanding(state: IntegrationState): readonly MarkdownBlock[] {
  return [
    bullets([
      `${code(state.target)} has not moved, and no effort branch was touched: nothing in them has changed`,
      `Back to before an effort: ${code('intorch rollback --to EFFORT')}`,
      `All the way back: ${code('intorch rollback')}`,
    ]),
  ];
}

/** Lists the commands that revert efforts after landing, by new commits, newest effort first: others may have the history already. */
function afterLanding(state: IntegrationState): readonly MarkdownBlock[] {
  const merged = participants(state).filter((effort) => effort.status === 'MERGED');
  const commands = merged
    .toReversed()
    .flatMap((effort) => [`# ${sanitizeLine(effort.name)}`, ...revertCommands(effort)]);
  return [
    `${code(state.target)} has landed, so efforts are reverted by new commits, newest first, as far as needed:`,
    fenced([`git switch ${shellWord(state.target)}`, ...commands].join('\n'), 'revert.sh'),
  ];
}

function revertCommands(effort: Effort): readonly string[] {
  if (!isMergedHere(effort)) return [];
  const { strategy, merge_commit, restore_point } = effort;
  if (merge_commit === restore_point) return [];
  switch (strategy) {
    case 'merge':
      return [`git revert --no-edit -m 1 ${merge_commit}`];
    case 'cherry-pick':
      return [`git revert --no-edit ${restore_point}..${merge_commit}`];
    case 'hybrid':
      // The range may hold picked commits with or without a merge on top: `git revert` would need to be told which.
      return [
        `git diff --binary ${merge_commit} ${restore_point} | git apply --index --3way && git commit -m 'Revert'`,
      ];
  }
}
