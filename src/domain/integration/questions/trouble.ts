/** Something outside failed (disk full, git missing, someone else's lock): asked before everything else. */
import { ABOUT_NOTHING, choice } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { type Asking, AT_WORK } from './asking.ts';

export const troubleQuestion: Asking<'trouble'> = {
  kind: 'trouble',
  also: AT_WORK,
  ask: ({ trouble: met }) =>
    met === null
      ? null
      : {
          id: questionId('trouble', met.action, met.message),
          kind: 'trouble',
          title: met.message,
          facts: [said(met.remedy), said(`It failed in this step: ${met.action.replaceAll('_', ' ')}`)],
          choices: [
            choice('retry', 'Try again', 'the step starts over; nothing is done twice'),
            choice('pause', 'Pause here', 'everything is saved; go on when it is mended'),
          ],
          recommended: null,
          ...ABOUT_NOTHING,
        },
  answer: (state, _question, { choice: chosen }) => ({
    ...state,
    trouble: null,
    paused: chosen === 'pause' || state.paused,
  }),
  records: () => false,
};
