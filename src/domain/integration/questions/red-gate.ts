/** A required gate is not green: what is red, whose fault it is, and how to continue. */
import type { GateRun } from '../../gate/gate.ts';
import { stillThere } from '../../gate/missing.ts';
import type { EffortName } from '../../shared/ids.ts';
import { withRun } from '../events/change.ts';
import { hold } from '../events/holding.ts';
import { choice, choiceId, type OnScreen, type Question } from '../question.ts';
import { type QuestionFact, said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { type BlameSearch, blameSearch, chanceBecause, redBecause } from '../selectors/blame.ts';
import { isBlameless, isBlindEverywhere } from '../selectors/blameless.ts';
import { heldTogether } from '../selectors/dependents.ts';
import { redRun } from '../selectors/gating.ts';
import { type Culprit, finalCulprits, finalSearch } from '../selectors/groups/final-search.ts';
import { effortNamed, participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { type Asking, AT_WORK, PAUSE_HERE } from './asking.ts';

export const redGateQuestion: Asking<'red_gate'> = {
  kind: 'red_gate',
  also: AT_WORK,
  ask: (state) => {
    const run = redRun(state);
    if (run === null) return null;
    const blind = isBlindEverywhere(state, run);
    const nobody = isBlameless(state, run);
    const culprits = nobody ? [] : culpritsOf(state, run);
    const culprit = culprits[0]?.effort ?? null;
    const names = culprits.map(({ effort }) => effort).join(', ');
    const chance = chanceOf(state, run);
    return {
      id: questionId('red_gate', run.id),
      kind: 'red_gate',
      title: blind
        ? `${run.gate} tells nothing about any effort: ${run.because}, on ${state.target} too`
        : `${run.gate} ${run.verdict === 'failed' ? 'fails' : 'is not green'} ${run.subject.kind === 'effort' ? `once ${run.subject.effort} is merged` : 'on the final tree'}: ${run.because}`,
      facts: [
        ...(nobody
          ? ['no effort is to blame: mend the command or this machine, then run it again']
          : chance !== null
            ? [`no effort is to blame: ${chance}`]
            : faultLines(state, run, culprits)
        ).map(said),
        ...run.clues.map(({ says }) => said(says)),
        ...(run.tests?.failing ?? [])
          .slice(0, MOST_NAMES)
          .map((name): QuestionFact => ({ kind: 'failing_test', name })),
        ...(run.missing?.names ?? [])
          .slice(0, Math.min(MOST_NAMES, stillThere(run.missing)))
          .map((name): QuestionFact => ({ kind: 'missing_test', name })),
      ],
      choices: [
        run.in_doubt
          ? choice('not_the_gate', 'It was not the gate: run it again', 'on the same tree, with that change')
          : choice(
              'retry',
              'Run it again',
              'on the same tree',
              null,
              run.meddled ? 'a gate that meddled cannot pass on the same tree any more' : null,
            ),
        culprit === null
          ? choice(
              'hold_effort',
              'Hold the effort',
              '',
              null,
              nobody ? 'no effort is to blame' : 'it is not known which effort breaks it',
            )
          : choice('hold_effort', `Hold ${names}`, holdDetail(state, culprits), 'LOW'),
        choice(
          'shell',
          'Look around in the workspace',
          'a shell in its workspace; exit returns',
          null,
          run.workspace === null ? 'it did not run' : null,
          run.workspace === null ? null : ({ do: 'shell', directory: run.workspace } satisfies OnScreen),
        ),
        choice('accept', 'Accept this failure', 'the report will say Conditional', 'HIGH'),
        PAUSE_HERE,
      ],
      recommended: recommendedFor(state, run, names, chance),
      effort: culprit,
      conflict: null,
      hunk: null,
      gate_run: run.id,
    };
  },
  answer: (state, question, { choice: chosen, at, by }) => {
    const { effort, gate_run } = question;
    const run = state.gate_runs.find(({ id }) => id === gate_run);
    if (run === undefined) return state;
    if (chosen === 'stop') return { ...state, paused: true };
    if (chosen === 'retry') return withRun(state, run.id, { retried: true });
    if (chosen === 'not_the_gate')
      return withRun(state, run.id, { retried: true, meddled: false, in_doubt: false });
    if (chosen === 'accept') return withRun(state, run.id, { accepted: { at, reason: `accepted by ${by}` } });
    if (chosen !== 'hold_effort' || effort === null) return state;
    return culpritsOf(state, run).reduce(
      (next, { effort: name, run: red }) =>
        hold(next, name, 'PUT_ASIDE', redBecause(state, effortNamed(state, name), red)),
      state,
    );
  },
  records: (chosen) => RECORDED.includes(chosen),
  about: (state, { gate_run, title }, chosen) => {
    const run = state.gate_runs.find(({ id }) => id === gate_run);
    return (chosen === 'accept' || chosen === 'not_the_gate') && run !== undefined
      ? `${run.gate}: ${run.because}`
      : title;
  },
};

const RECORDED: readonly string[] = ['accept', 'hold_effort', 'not_the_gate'];

/** Recommends to hold whoever breaks it; where that was chance, to run it again. */
function recommendedFor(
  state: IntegrationState,
  run: GateRun,
  culprits: string,
  chance: string | null,
): Question['recommended'] {
  if (chance !== null) {
    const { retries = 0 } = state.settings.gates.find(({ name }) => name === run.gate) ?? {};
    return run.attempt > retries + MORE_ATTEMPTS
      ? null
      : { choice: choiceId('retry'), because: 'what cannot be repeated is no reason to hold anybody' };
  }
  // Attempts that disagree, or a gate that meddled, prove nothing about the effort.
  if (culprits === '' || run.verdict === 'inconclusive') return null;
  return {
    choice: choiceId('hold_effort'),
    because: `without ${culprits} the gates were green, and ${culprits.includes(', ') ? 'their branches stay as they are' : 'its branch stays as it is'}`,
  };
}

/** A gate that is red after this many further attempts is for a person. */
const MORE_ATTEMPTS = 3;

function chanceOf(state: IntegrationState, run: GateRun): string | null {
  return run.subject.kind === 'effort' && !run.meddled
    ? chanceBecause(state, effortNamed(state, run.subject.effort), run)
    : null;
}

/** More failing or missing tests than these are in the log. */
const MOST_NAMES = 20;

/** Returns whom to blame for a red run: the effort just merged, or those found by groups of the final tree. */
function culpritsOf(state: IntegrationState, run: GateRun): readonly Culprit[] {
  if (run.subject.kind === 'effort') return [{ effort: run.subject.effort, run }];
  const found = finalCulprits(state, run);
  if (found.length > 0) return found;
  const merged = participants(state).filter((effort) => effort.status === 'MERGED');
  return merged.length === 1 ? merged.map(({ name }) => ({ effort: name, run })) : [];
}

function faultLines(state: IntegrationState, run: GateRun, culprits: readonly Culprit[]): readonly string[] {
  const [first] = culprits;
  if (first === undefined)
    return [
      (finalSearch(state, run.gate)?.wanted.length ?? 0) > 0
        ? 'intorch is testing groups of the efforts to find out who breaks it'
        : 'the effort that breaks it was not found',
    ];
  if (run.subject.kind === 'final') return culprits.map(({ effort }) => `first red once ${effort} is merged`);
  const { name, clashes_with: clashes } = effortNamed(state, first.effort);
  if (clashes === null) return [searchLine(blameSearch(state, effortNamed(state, name), run), name)];
  return [
    clashes.length === 0
      ? `${name} alone fails on ${state.target}`
      : `${name} and ${clashes.join(', ')} break it together; each alone is green`,
  ];
}

/** Says how far the search for the reason is, and nothing that is not happening. */
function searchLine({ alone, searching }: BlameSearch, culprit: EffortName): string {
  if (alone === 'green')
    return searching
      ? 'green alone, red after the efforts before it; intorch is testing which one'
      : 'green alone, red with the others; which one was not found';
  return searching
    ? `first red once ${culprit} is merged; intorch is testing it alone to find out why`
    : `first red once ${culprit} is merged; whether it fails alone was not found`;
}

function holdDetail(state: IntegrationState, culprits: readonly Culprit[]): string {
  const out = culprits.map(({ effort }) => effort);
  const dependents = out.flatMap((name) => heldTogether(state, name)).filter((name) => !out.includes(name));
  if (dependents.length > 0) return `with ${[...new Set(dependents)].join(', ')}, which depend on it`;
  return out.length === 1
    ? 'its merge is taken back, the rest goes on'
    : 'their merges are taken back, the rest goes on';
}
