/** Everything is in and green: move the target now, or leave that to somebody else. */

import { shortSha } from '../../shared/ids.ts';
import { gateProgress, unprovenBecause } from '../gating.ts';
import { ABOUT_NOTHING, choice } from '../question.ts';
import { landingRefusals } from '../rules.ts';
import type { IntegrationState } from '../state.ts';
import type { Asking } from './asking.ts';

export const land: Asking = {
  ask: (state) => {
    if (state.stage !== 'LANDING' || state.landing_command !== null || state.integration_tip === null)
      return null;
    if (state.settings.landing.mode !== 'auto' || state.landing_choice !== null) return null;
    const refusals = landingRefusals(state);
    const refused = refusals[0] ?? null;
    const doubtful = refused ?? unprovenBecause(state);
    return {
      ...ABOUT_NOTHING,
      id: `land:${state.integration_tip}`,
      kind: 'land',
      title: `Fast-forward ${state.target} to ${shortSha(state.integration_tip)}?`,
      facts: [...greenLines(state), ...refusals.map((because) => `not landed: ${because}`)],
      choices: [
        choice(
          'land',
          'Land',
          `${state.target} moves forward to exactly the tree that was tested`,
          'LOW',
          refused,
        ),
        choice('hold', 'Hold for review', 'nothing moves; one command finishes it'),
      ],
      recommended:
        doubtful === null
          ? { choice: 'land', because: 'every required gate is green on exactly this tree' }
          : { choice: 'hold', because: doubtful },
    };
  },
  answer: (state, _question, { choice: chosen }) => ({
    ...state,
    landing_choice: chosen === 'land' ? 'land' : 'hold',
  }),
};

function greenLines(state: IntegrationState): readonly string[] {
  if (state.integration_tip === null) return [];
  const { red } = gateProgress(state, { kind: 'final' }, state.integration_tip);
  return [red.length === 0 ? 'the final gates are green' : `${red.length} final gates are red`];
}
