/** Everything is in and green: move the target now, or leave that to someone else. */
import { shortSha } from '../../shared/ids.ts';
import { withRun } from '../events/change.ts';
import { ABOUT_NOTHING, choice, choiceId } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { landingRefusals } from '../rules.ts';
import { gateProgress, landingIsAsked, unprovenBecause, unprovenRun } from '../selectors/gating.ts';
import type { IntegrationState } from '../state.ts';
import { type Asking, AT_WORK } from './asking.ts';

export const landQuestion: Asking<'land'> = {
  kind: 'land',
  also: AT_WORK,
  ask: (state) => {
    if (state.stage !== 'LANDING' || state.integration_tip === null) return null;
    if (!landingIsAsked(state)) return null;
    const blind = unprovenRun(state);
    const refusals = landingRefusals(state);
    const refused = refusals[0] ?? null;
    const doubtful = refused ?? unprovenBecause(state);
    return {
      ...ABOUT_NOTHING,
      id: questionId('land', state.integration_tip, ...(blind === null ? [] : [blind.id])),
      kind: 'land',
      title: `Fast-forward ${state.target} to ${shortSha(state.integration_tip)}?`,
      facts: [...greenLines(state), ...refusals.map((because) => `not landed: ${because}`)].map(said),
      choices: [
        blind === null
          ? choice(
              'land',
              'Land',
              `${state.target} moves forward to exactly the tree that was tested`,
              'LOW',
              refused,
            )
          : choice(
              'accept',
              `Accept ${blind.gate} as it fails on ${state.target}, and land`,
              'recorded by its name; the report says Conditional',
              'MEDIUM',
              refused,
            ),
        choice('hold', 'Hold for review', 'nothing moves; one command finishes it'),
        ...(blind === null ? [] : [choice('retry', `Run ${blind.gate} again`, 'on the same tree')]),
      ],
      recommended:
        doubtful === null
          ? { choice: choiceId('land'), because: 'every required gate is green on exactly this tree' }
          : { choice: choiceId('hold'), because: doubtful },
      gate_run: blind?.id ?? null,
    };
  },
  answer: (state, question, { choice: chosen, at, by }) => {
    const run = state.gate_runs.find(({ id }) => id === question.gate_run);
    if (run === undefined) return { ...state, landing_choice: chosen === 'land' ? 'land' : 'hold' };
    if (chosen === 'retry') return { ...withRun(state, run.id, { retried: true }), stage: 'VALIDATING' };
    if (chosen === 'hold') return { ...state, landing_choice: 'hold' };
    const reason = `accepted by ${by}: it fails on ${state.target} too`;
    return { ...withRun(state, run.id, { accepted: { at, reason } }), landing_choice: 'land' };
  },
  records: (chosen) => chosen !== 'retry',
  about: (state, { gate_run, title }, chosen) => {
    const run = state.gate_runs.find(({ id }) => id === gate_run);
    return chosen === 'accept' && run !== undefined ? `${run.gate}: ${run.because}` : title;
  },
};

function greenLines(state: IntegrationState): readonly string[] {
  if (state.integration_tip === null) return [];
  const { red } = gateProgress(state, { kind: 'final' }, state.integration_tip);
  return [red.length === 0 ? 'the final gates are green' : `${red.length} final gates are red`];
}
