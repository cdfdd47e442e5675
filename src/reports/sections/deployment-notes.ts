import { landedCommit, landingCommand } from '../../domain/integration/selectors/ending.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import { type Block, bullets, code, fenced, prose } from '../words/markdown.ts';

/** Lists what is left to do by hand: the command that finishes a held landing, what to push, which branches can be deleted. */
export function deploymentNotes(state: IntegrationState): readonly Block[] {
  return [...landing(state), doneWith(state), notes(state)];
}

function landing(state: IntegrationState): readonly Block[] {
  const { target, integration_branch } = state;
  const landed_commit = landedCommit(state);
  const landing_command = landingCommand(state);
  if (landed_commit !== null) {
    return [
      `${code(target)} is at ${code(shortSha(landed_commit))}. Nothing was pushed; to publish it:`,
      fenced(`git push origin ${shellWord(target)}`, 'push.sh'),
    ];
  }
  if (landing_command !== null) {
    return [
      `${code(target)} has not moved. The verified commit is on ${code(integration_branch)}; this finishes it:`,
      fenced(landing_command, 'land.sh'),
    ];
  }
  return [`${code(target)} has not moved.`];
}

function doneWith(state: IntegrationState): Block {
  if (landedCommit(state) === null) return null;
  const merged = participants(state).filter((effort) => effort.status === 'MERGED');
  return merged.length === 0
    ? null
    : `Branches that are in and may go: ${merged.map(({ branch }) => code(branch)).join(', ')}`;
}

function notes(state: IntegrationState): Block {
  const rewritten = participants(state).filter(
    (effort) => effort.status === 'MERGED' && effort.strategy !== 'merge',
  );
  return bullets(
    rewritten.map(
      ({ name, branch, strategy }) =>
        `${prose(name)} came in by ${strategy}: git does not know ${code(branch)} as merged, though its changes are in`,
    ),
    null,
  );
}
