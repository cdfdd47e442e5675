/** A session that ended with a verified result which nobody landed is the first thing that the next start shows. */
import { shortSha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { finished } from '../events/change.ts';
import { hindranceWords } from '../plan-facts/landing-hindrance.ts';
import { ABOUT_NOTHING, choice, choiceId } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { landingRefusals } from '../rules.ts';
import { landingCommand } from '../selectors/ending.ts';
import { progressOf } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import type { Asking } from './asking.ts';
import { landingMoves } from './land.ts';

export const heldQuestion: Asking<'held'> = {
  kind: 'held',
  also: { paused: true, finished: true },
  ask: (state) => {
    const { resume_offer, integration_tip: tip, integration_branch, end } = state;
    const command = landingCommand(state);
    if (resume_offer === null || command === null || tip === null || end === null) return null;
    const { completed, total } = progressOf(state);
    const hindrance = state.survey?.hindrance ?? null;
    return {
      ...ABOUT_NOTHING,
      id: questionId('held', tip, end.at),
      kind: 'held',
      title: `${completed} of ${counted(total, 'effort')} are verified and held for review: what now?`,
      facts: [
        `${integration_branch} is at ${shortSha(tip)}, held on ${end.at.slice(0, 16).replace('T', ' ')} UTC: ${end.because}`,
        ...(hindrance === null ? [] : hindranceWords(hindrance)),
      ].map(said),
      choices: [
        choice('show', 'Show the finishing command', 'nothing moves'),
        choice(
          'land',
          'Land now',
          landingMoves(state),
          'LOW',
          landingRefusals({ ...state, end: null })[0] ?? null,
        ),
        choice(
          'supersede',
          'Start over',
          `a new session; what ${integration_branch} holds is kept`,
          'MEDIUM',
        ),
      ],
      recommended: { choice: choiceId('show'), because: `it is verified, and ${state.target} is as it was` },
    };
  },
  answer: (state, _question, { choice: chosen, at }) => {
    const open = { ...state, resume_offer: null };
    if (chosen === 'land') return reopened(open);
    if (chosen === 'supersede')
      return finished(open, { outcome: 'SUPERSEDED', because: 'a new session was started', at });
    return open;
  },
  records: (chosen) => chosen === 'land',
};

/** Returns the session at its landing again, with the operator's word for it: whatever else landing rests on is looked at again. */
function reopened(state: IntegrationState): IntegrationState {
  const { landing } = state.settings;
  const mode = landing.mode === 'fast_forward' ? landing.mode : 'auto';
  return {
    ...state,
    stage: 'LANDING',
    end: null,
    paused: false,
    landing_choice: 'land',
    settings: { ...state.settings, landing: { ...landing, mode } },
  };
}
