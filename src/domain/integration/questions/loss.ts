/** Lines of one side are missing after a merge, and no decision explains it: asked before anything is built on it. */
import type { UnexplainedLoss } from '../../conflict/conflict.ts';
import { counted } from '../../shared/text.ts';
import { mapEffort } from '../events/change.ts';
import { hold } from '../events/holding.ts';
import { ABOUT_NOTHING, choice } from '../question.ts';
import { type QuestionFact, said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { lossyEffort } from '../selectors/progress.ts';
import { type Asking, AT_WORK, PAUSE_HERE, RETURNED } from './asking.ts';

export const lossQuestion: Asking<'loss'> = {
  kind: 'loss',
  also: AT_WORK,
  ask: (state) => {
    const effort = lossyEffort(state);
    if (effort === null) return null;
    const lines = effort.losses.reduce((sum, each) => sum + each.lines, 0);
    return {
      ...ABOUT_NOTHING,
      id: questionId('loss', effort.name, effort.merge_commit.slice(0, 8)),
      kind: 'loss',
      title: `${counted(lines, 'line')} vanished in the merge of ${effort.name}, and no decision explains it`,
      facts: effort.losses.flatMap(({ path, side, lines: missing, examples }) => [
        said(`${path}: ${counted(missing, 'line')} of ${side === 'current' ? 'what was in' : effort.name}`),
        ...examples.map((line): QuestionFact => ({ kind: 'missing_line', line })),
      ]),
      choices: [
        choice('hold_effort', `Hold ${effort.name}`, 'its merge is taken back, the rest goes on', 'LOW'),
        choice('return_to_author', `Return ${effort.name} to its author`, RETURNED, 'LOW'),
        choice('accept', 'Accept this loss', 'the report will list the lines that are gone', 'HIGH'),
        PAUSE_HERE,
      ],
      recommended: null,
      effort: effort.name,
    };
  },
  answer: (state, _question, { choice: chosen }) => {
    const effort = lossyEffort(state);
    if (effort === null) return state;
    if (chosen === 'stop') return { ...state, paused: true };
    if (chosen !== 'accept') {
      const as = chosen === 'return_to_author' ? 'HANDED_BACK' : 'PUT_ASIDE';
      return hold(
        state,
        effort.name,
        as,
        `lines vanished in its merge: ${effort.losses.map(lostWords).join('; ')}`,
      );
    }
    return mapEffort(state, effort.name, (lossy) => (isMergedHere(lossy) ? { ...lossy, losses: [] } : lossy));
  },
  records: (chosen) => chosen !== 'stop',
  about: (state, { title }, chosen) => {
    if (chosen !== 'accept') return title;
    const lost = lossyEffort(state)?.losses ?? [];
    return lost.map((loss) => `${lostWords(loss)} (${loss.side})`).join('; ');
  },
};

/** Names the lines that are gone, with their file: once the merge is taken back, nothing else knows them. */
function lostWords({ path, lines, examples }: UnexplainedLoss): string {
  const named = examples.map((line) => JSON.stringify(line.trim())).join(', ');
  const more = lines - examples.length;
  return `${path}: ${named}${more > 0 ? ` and ${counted(more, 'more line')}` : ''}`;
}
