import { isWhollyIn } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit, landingCommand } from '../../domain/integration/selectors/ending.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import { bullets, code, fenced, type MarkdownBlock, prose } from '../words/markdown.ts';

/** Lists what is left to do by hand: the command that finishes a held landing, what to push, which branches can be deleted. */
export function deploymentNotes(state: IntegrationState): readonly MarkdownBlock[] {
  return [...landing(state), doneWith(state), notes(state)];
}

function landing(state: IntegrationState): readonly MarkdownBlock[] {
  const { target, integration_branch } = state;
  const [landed, command] = [landedCommit(state), landingCommand(state)];
  if (landed !== null)
    return [
      `${code(target)} is at ${code(shortSha(landed))}. Nothing was pushed; to publish it:`,
      fenced(`git push origin ${shellWord(target)}`, 'push.sh'),
    ];
  if (command !== null)
    return [
      `${code(target)} has not moved. The verified commit is on ${code(integration_branch)}; this finishes it:`,
      fenced(command, 'land.sh'),
    ];
  return [`${code(target)} has not moved.`];
}

function doneWith(state: IntegrationState): MarkdownBlock {
  if (landedCommit(state) === null) return null;
  const merged = participants(state).filter((effort) => effort.status === 'MERGED');
  const [whole = [], partial = []] = [true, false].map((isWhole) =>
    merged.filter((effort) => isWhollyIn(effort) === isWhole).map(({ branch }) => code(branch)),
  );
  return bullets(
    [
      ...(whole.length === 0 ? [] : [`Merged branches that can be deleted: ${whole.join(', ')}`]),
      ...(partial.length > 0
        ? [`To be kept, since not all of their commits are in: ${partial.join(', ')}`]
        : []),
    ],
    null,
  );
}

/** Says what git would deny, so that nobody takes a branch for forgotten; known once the result was looked at. */
function notes(state: IntegrationState): MarkdownBlock {
  const picked = state.survey?.rewritten ?? [];
  const merged = participants(state).filter(({ status }) => status === 'MERGED');
  const rewritten = merged.filter(({ name }) => picked.includes(name));
  return bullets(
    rewritten.map(
      ({ name, branch, strategy }) =>
        `${prose(name)} came in by ${strategy}, commit by commit: git does not know ${code(branch)} as merged`,
    ),
    null,
  );
}
