/** Everything is in and green: move the target now, or leave that to someone else. */
import { shortSha } from '../../shared/ids.ts';
import { assess, factsThat } from '../assessment/assess.ts';
import type { Fact } from '../assessment/fact.ts';
import { landingDoubts, landingIsAsked } from '../assessment/landing.ts';
import { withRun } from '../events/change.ts';
import { hindranceWords } from '../plan-facts/landing-hindrance.ts';
import { ABOUT_NOTHING, choice, choiceId, type Question } from '../question.ts';
import { said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { landingRefusals } from '../rules.ts';
import { findingLine, findingsOfMerged } from '../selectors/findings.ts';
import { gatesOf, unprovenRun } from '../selectors/gating.ts';
import { sizeTotal } from '../selectors/size.ts';
import { integrationSplit, partsWords } from '../selectors/split.ts';
import type { IntegrationState } from '../state.ts';
import { type Asking, AT_WORK } from './asking.ts';
import { leaveOutChoices, leftOut, leftOutBy } from './leave-out.ts';

export const landQuestion: Asking<'land'> = {
  kind: 'land',
  also: AT_WORK,
  ask: (state) => {
    const tip = state.integration_tip;
    if (state.stage !== 'LANDING' || tip === null || !landingIsAsked(state)) return null;
    const blind = unprovenRun(state);
    const refusals = landingRefusals(state);
    const doubts = landingDoubts(state);
    const hindrance = state.survey?.hindrance ?? null;
    return {
      ...ABOUT_NOTHING,
      id: questionId('land', tip, ...doubts),
      kind: 'land',
      title: `Fast-forward ${state.target} to ${shortSha(tip)}?`,
      facts: [
        ...(hindrance === null ? [] : hindranceWords(hindrance)),
        ...refusals.map((because) => `not landed: ${because}`),
        ...doubts.map((because) => `to accept: ${because}`),
        ...controlLines(state),
        ...splitLines(state),
        ...gateLines(state),
        ...outLines(state),
      ].map(said),
      choices: [
        doubts.length === 0
          ? choice('land', 'Land', landingMoves(state), 'LOW', refusals[0] ?? null)
          : choice(
              'accept',
              blind === null || doubts.length > 1
                ? 'Land in spite of it'
                : `Accept ${blind.gate} as it fails on ${state.target}, and land`,
              'the report will say Conditional, and what you accepted',
              'HIGH',
              refusals[0] ?? null,
            ),
        ...leaveOutChoices(state),
        choice('hold', 'Hold for review', `${state.target} stays; you get the command to land it later`),
        ...(blind === null ? [] : [choice('retry', `Run ${blind.gate} again`, 'on the same tree')]),
      ],
      recommended: recommendedFor(state),
      gate_run: blind?.id ?? null,
    };
  },
  answer: (state, question, { choice: chosen, at, by }) => {
    const run = state.gate_runs.find(({ id }) => id === question.gate_run);
    if (chosen === 'retry' && run !== undefined)
      return { ...withRun(state, run.id, { retried: true }), stage: 'VALIDATING' };
    const without = leftOut(state, chosen, by);
    if (without !== null) return without;
    if (chosen !== 'land' && chosen !== 'accept') return { ...state, landing_choice: 'hold' };
    const reason = `accepted by ${by}: it fails on ${state.target} too`;
    const next = run === undefined ? state : withRun(state, run.id, { accepted: { at, reason } });
    return { ...next, landing_choice: 'land' };
  },
  records: (chosen) => chosen !== 'retry',
  about: (state, { title }, chosen) =>
    chosen === 'accept' ? landingDoubts(state).join('; ') : (leftOutBy(state, chosen) ?? title),
};

/** Says what landing does to the target, as far as it was seen. */
export function landingMoves({ target, survey }: IntegrationState): string {
  return (survey?.hindrance ?? null) === null
    ? `${target} moves forward to exactly the tree that was tested`
    : `${target} is checked out: you get the one command that moves it to exactly the tree that was tested`;
}

/** Recommends to land only where every gate passed and nothing has to be accepted, and to hold where something has to be. */
function recommendedFor(state: IntegrationState): Question['recommended'] {
  const against = landingRefusals(state)[0] ?? landingDoubts(state)[0];
  if (against !== undefined) return { choice: choiceId('hold'), because: against };
  const gates = finalGates(state);
  return gates.every(({ bearing, met }) => bearing === 'informs' && met === true)
    ? { choice: choiceId('land'), because: 'every gate passed on exactly this tree' }
    : null;
}

function finalGates(state: IntegrationState): readonly Fact[] {
  const names = new Set<string>(gatesOf(state, { kind: 'final' }).map(({ name }) => name));
  return assess(state).filter(
    ({ kind, about }) => (kind === 'gate' || kind === 'security') && names.has(about),
  );
}

/** Each gate on the final tree in one line; those that block or have to be accepted are told above. */
function gateLines(state: IntegrationState): readonly string[] {
  const told = finalGates(state).filter(({ bearing }) => bearing === 'informs' || bearing === 'warns');
  return told.map(({ because }) => because);
}

/** Says which efforts change files that programs obey; those that have to be accepted are told above. */
function controlLines(state: IntegrationState): readonly string[] {
  return state.settings.landing.control_files === 'ask'
    ? []
    : findingsOfMerged(state, 'control_files').map(findingLine);
}

/** Says how the whole would keep to its limit. */
function splitLines(state: IntegrationState): readonly string[] {
  return sizeTotal(state).overflowed_by === null
    ? []
    : [`or in parts: ${partsWords(integrationSplit(state))}`];
}

/** Kinds of facts that whoever lands should know of, though they stop nothing. */
const WORTH_KNOWING: ReadonlySet<Fact['kind']> = new Set([
  'effort',
  'left_out_commits',
  'regression',
  'conflict',
  'finding',
]);

function outLines(state: IntegrationState): readonly string[] {
  return factsThat(state, 'warns')
    .filter(({ kind }) => WORTH_KNOWING.has(kind))
    .map(({ because }) => because);
}
