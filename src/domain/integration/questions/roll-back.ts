/** Rolling back to a restore point: shows which merges are taken back before it happens. */
import { counted } from '../../shared/text.ts';
import { withTakeBack } from '../events/holding.ts';
import { ABOUT_NOTHING, choice } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { mergedAfter, standsOn } from '../selectors/dependents.ts';
import type { Asking } from './asking.ts';

export const rollBackQuestion: Asking<'roll_back'> = {
  kind: 'roll_back',
  also: { paused: true, finished: true },
  ask: (state) => {
    const offer = state.rollback_offer;
    if (offer === null) return null;
    const taken_back = mergedAfter(state, offer.to);
    const all = offer.to === state.target_base;
    return {
      ...ABOUT_NOTHING,
      id: questionId('roll_back', offer.to),
      kind: 'roll_back',
      title: all ? 'Roll the whole integration back?' : `Take back the merge of ${offer.before}?`,
      facts: [
        taken_back.length === 0
          ? 'no merge is taken back'
          : `takes back ${counted(taken_back.length, 'merge')} (${taken_back.join(', ')})`,
        `${state.target} and all effort branches stay as they are`,
        'the commits taken back stay reachable under refs/intorch, and decisions already made are remembered',
      ].map(said),
      choices: [
        choice('stay', 'Keep it', 'nothing changes'),
        choice(
          'roll_back',
          all ? 'Roll back' : 'Take it back',
          all ? 'the session ends' : 'then the session is paused',
          'MEDIUM',
        ),
      ],
      recommended: null,
    };
  },
  answer: (state, _question, { choice: chosen }) => {
    const offer = state.rollback_offer;
    const open = { ...state, rollback_offer: null };
    if (offer === null || chosen !== 'roll_back' || !standsOn(state, offer.to)) return open;
    const all = offer.to === state.target_base;
    return withTakeBack(
      { ...open, paused: false, resume_offer: null },
      offer.to,
      'the operator rolled back',
      all ? 'roll_back' : 'stop',
    );
  },
  records: (chosen) => chosen === 'roll_back',
};
