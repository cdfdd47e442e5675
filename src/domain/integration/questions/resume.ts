/** An unfinished session is resumed: what the checkpoint says, what git says, and how to continue. */
import { counted } from '../../shared/text.ts';
import { finished } from '../events/change.ts';
import { withTakeBack } from '../events/holding.ts';
import { gatesTakenOver } from '../events/resuming.ts';
import { ABOUT_NOTHING, choice, choiceId } from '../question.ts';
import { questionId } from '../question-id.ts';
import { newestFindings } from '../selectors/findings.ts';
import { progressOf } from '../selectors/progress.ts';
import type { Asking } from './asking.ts';

export const resumeQuestion: Asking<'resume'> = {
  kind: 'resume',
  also: { paused: true, finished: false },
  ask: (state) => {
    if (state.resume_offer === null) return null;
    const { completed, total } = progressOf(state);
    return {
      id: questionId('resume', state.resume_offer.last_sign_of_life),
      kind: 'resume',
      title: `This integration did not finish: ${completed} of ${counted(total, 'effort')} are in`,
      facts: newestFindings(state.findings).map((finding) => ({ kind: 'finding', finding })),
      choices: [
        choice('continue', 'Continue', 'resume where it left off'),
        ...(state.resume_offer.gates_now === null
          ? []
          : [
              choice(
                'take_gates',
                'Continue with the new gates',
                'those of intorch.yaml judge everything that is in, and the final tree',
              ),
            ]),
        choice('look', 'Look only', 'nothing runs until you press p'),
        choice(
          'roll_back',
          'Roll back all',
          'takes back all merges; other branches stay',
          'LOW',
          state.integration_tip === null ? 'nothing was merged yet' : null,
        ),
        choice('supersede', 'Start a new session', 'this one is kept in the history'),
      ],
      recommended: {
        choice: choiceId('continue'),
        because: differencesHandled(newestFindings(state.findings).length),
      },
      ...ABOUT_NOTHING,
    };
  },
  answer: (state, _question, { choice: chosen, at }) => {
    const open = { ...state, resume_offer: null };
    const gates = state.resume_offer?.gates_now ?? null;
    if (chosen === 'take_gates' && gates !== null) return { ...gatesTakenOver(open, gates), paused: false };
    if (chosen === 'look') return { ...open, paused: true };
    if (chosen === 'supersede')
      return finished(open, { outcome: 'SUPERSEDED', because: 'a new session was started', at: at });
    if (chosen === 'roll_back' && state.target_base !== null) {
      return {
        ...withTakeBack(open, state.target_base, 'the operator rolled everything back', 'roll_back'),
        paused: false,
      };
    }
    return { ...open, paused: false };
  },
  records: (chosen) => chosen === 'take_gates',
  about: ({ resume_offer }) => {
    const names = (resume_offer?.gates_now ?? []).map((gate) => gate.name);
    return `gates taken over from intorch.yaml: ${names.join(', ') || 'none'}`;
  },
};

function differencesHandled(count: number): string {
  if (count === 0) return 'git and the checkpoint agree';
  return count === 1 ? 'the difference above is handled' : `the ${count} differences above are handled`;
}
