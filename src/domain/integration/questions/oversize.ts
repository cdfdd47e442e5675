/** An effort is over the size limit: asked before it is merged, so that there is nothing to take back. */
import { counted } from '../../shared/text.ts';
import { withEffort } from '../events/change.ts';
import { hold } from '../events/holding.ts';
import { ABOUT_NOTHING, choice, choiceId } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { nextEffort } from '../selectors/next-effort.ts';
import { effortLimit, linesOf, sizeIsAsked, sizeTotal } from '../selectors/size.ts';
import { partsWords, proposedSplit } from '../selectors/split.ts';
import { type Asking, AT_WORK, RETURNED } from './asking.ts';

export const oversizeQuestion: Asking<'oversize'> = {
  kind: 'oversize',
  also: AT_WORK,
  ask: (state) => {
    const effort = nextEffort(state);
    if (effort?.status !== 'PENDING' || effort.oversize_accepted || !sizeIsAsked(state, effort)) return null;
    const limit = effortLimit(state);
    const { current_integration_total, remaining_capacity } = sizeTotal(state);
    return {
      ...ABOUT_NOTHING,
      id: questionId('oversize', effort.name, `${linesOf(effort)}`),
      kind: 'oversize',
      title: `${effort.name} changes ${linesOf(effort)} lines; the limit for one effort is ${limit}`,
      facts: [
        `${counted(current_integration_total, 'line')} merged so far${remaining_capacity === null ? '' : `, room for ${remaining_capacity} more`}`,
        ...proposedSplit(state, effort).map(
          (part, index) => `proposed part ${index + 1}: ${partsWords([part])}`,
        ),
      ].map(said),
      choices: [
        choice('accept', 'Merge it whole', 'noted in the report; its gates decide', 'MEDIUM'),
        choice('hold_effort', 'Hold it', 'leave it out; the report proposes how to split it', 'LOW'),
        choice('return_to_author', 'Return it to its author', RETURNED, 'LOW'),
      ],
      recommended: {
        choice: choiceId('hold_effort'),
        because: 'somebody wrote this limit, so merging it whole is for a person to say',
      },
      effort: effort.name,
    };
  },
  answer: (state, { effort }, { choice: chosen }) => {
    if (effort === null) return state;
    if (chosen === 'accept') return withEffort(state, effort, { oversize_accepted: true });
    return hold(
      state,
      effort,
      chosen === 'return_to_author' ? 'HANDED_BACK' : 'PUT_ASIDE',
      'it is over the size limit',
    );
  },
  records: () => true,
};
