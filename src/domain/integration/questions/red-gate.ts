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
import { finalCulprit } from '../selectors/blame-final.ts';
import { heldTogether } from '../selectors/dependents.ts';
import { latestRun, redRun } from '../selectors/gating.ts';
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
    const nobody = blind || isWorkspaceToBlame(run);
    const culprit = nobody ? null : culpritOf(state, run);
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
            : faultLines(state, run, culprit)
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
          : choice('hold_effort', `Hold ${culprit}`, holdDetail(state, culprit), 'LOW'),
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
      recommended: recommendedFor(state, run, culprit, chance),
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
    if (chosen === 'hold_effort' && effort !== null)
      return hold(state, effort, 'PUT_ASIDE', redBecause(state, effortNamed(state, effort), run));
    return state;
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
  culprit: EffortName | null,
  chance: string | null,
): Question['recommended'] {
  if (chance !== null) {
    const { retries = 0 } = state.settings.gates.find(({ name }) => name === run.gate) ?? {};
    return run.attempt > retries + MORE_ATTEMPTS
      ? null
      : { choice: choiceId('retry'), because: 'what cannot be repeated is no reason to hold anybody' };
  }
  // Attempts that disagree, or a gate that meddled, prove nothing about the effort.
  if (culprit === null || run.verdict === 'inconclusive') return null;
  return {
    choice: choiceId('hold_effort'),
    because: `without ${culprit} the gates were green, and its branch stays as it is`,
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

/** Checks whether the gate has no verdict on the target either, for the same reason: then it proves nothing about any effort. */
function isBlindEverywhere(state: IntegrationState, run: GateRun): boolean {
  const baseline = latestRun(state, run.gate, { kind: 'baseline' }, state.target_base);
  const isSame = baseline?.verdict === run.verdict && baseline.because === run.because;
  const hasNone = run.verdict === 'inconclusive' || (run.verdict === 'did_not_run' && run.tests === null);
  return isSame && hasNone;
}

/** Checks whether no gate could run because of what its workspace lacks, which says nothing about any effort. */
function isWorkspaceToBlame({ verdict, exit_code, clues }: GateRun): boolean {
  return verdict === 'did_not_run' && exit_code === null && clues.some(({ of }) => of === 'workspace');
}

/** Returns the effort to blame for a red run: the one just merged, or the one found by bisecting the final tree. */
function culpritOf(state: IntegrationState, run: GateRun): EffortName | null {
  if (run.subject.kind === 'effort') return run.subject.effort;
  const found = finalCulprit(state);
  if (found?.kind === 'known' && found.gate === run.gate) return found.effort;
  const merged = participants(state).filter((effort) => effort.status === 'MERGED');
  return merged.length === 1 ? (merged[0]?.name ?? null) : null;
}

function faultLines(state: IntegrationState, run: GateRun, culprit: EffortName | null): readonly string[] {
  if (culprit === null)
    return [
      finalCulprit(state)?.kind === 'run'
        ? 'intorch is testing earlier merges to find the effort that breaks it'
        : 'the effort that breaks it was not found',
    ];
  if (run.subject.kind === 'final') return [`first red once ${culprit} is merged`];
  const effort = effortNamed(state, culprit);
  const clashes = effort.clashes_with;
  if (clashes === null) return [searchLine(blameSearch(state, effort, run), culprit)];
  return [
    clashes.length === 0
      ? `${culprit} alone fails on ${state.target}`
      : `${culprit} and ${clashes.join(', ')} break it together; each alone is green`,
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

function holdDetail(state: IntegrationState, culprit: EffortName): string {
  const [, ...dependents] = heldTogether(state, culprit);
  return dependents.length === 0
    ? 'its merge is taken back, the rest goes on'
    : `with ${dependents.join(', ')}, which depend on it`;
}
