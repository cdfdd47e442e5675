/** One state for each kind of question, at the moment when it is asked: a kind without one does not compile. */
import type { QuestionKind } from '../../src/domain/integration/question-id.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { ConflictId, EffortName, GateName } from '../../src/domain/shared/ids.ts';
import {
  finishedState,
  flatEffort,
  mergedEffort,
  midConflictState,
  plannedState,
  redGateState,
  sampleEffort,
  sampleGate,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
  startedState,
} from './states.ts';

export interface AskedMoment {
  readonly state: IntegrationState;
  /** A choice that answers it for good. */
  readonly choice: string;
}

const TIP = sampleSha('tip');
const BASE = sampleSha('base');
const atWork = { integration_tip: TIP, in_flight: [] } as const;

export const ASKED: Readonly<Record<QuestionKind, AskedMoment>> = {
  letter: {
    state: startedState({
      ...atWork,
      letter: { host: 'elsewhere', settings: sampleSettings({ gates: [sampleGate('other')] }), unknown: [] },
    }),
    choice: 'here',
  },
  resume: {
    state: midConflictState({ resume_offer: { last_sign_of_life: sampleInstant(400), gates_now: null } }),
    choice: 'look',
  },
  foreign_commits: {
    state: startedState({
      ...atWork,
      foreign: {
        onto: BASE,
        commits: [{ commit: TIP, authors: ['Ada'], subject: 'Fix it', files: ['src/a.ts'], more_files: 0 }],
      },
    }),
    choice: 'leave_out',
  },
  start: { state: plannedState({ highlighted: [] }), choice: 'start' },
  conflict: { state: midConflictState({ highlighted: [] }), choice: 'keep_current' },
  edit: {
    state: midConflictState({
      editing: {
        conflict: midConflictState().conflicts_detected[0]?.id as ConflictId,
        file: '/edits/controller.ts',
        done: false,
        refused: null,
      },
    }),
    choice: 'done',
  },
  oversize: {
    state: startedState({
      ...atWork,
      efforts_included: [
        sampleEffort('large', {
          size: {
            added: 900,
            removed: 100,
            files: 2,
            uncounted: 0,
            by_directory: [{ directory: 'src', lines: 1000 }],
            by_commit: [],
          },
        }),
      ],
    }),
    choice: 'hold_effort',
  },
  loss: {
    state: startedState({
      ...atWork,
      settings: sampleSettings({ gates: [] }),
      efforts_included: [
        mergedEffort('one', 60, {
          restore_point: BASE,
          losses: [{ path: 'src/a.ts', side: 'current', lines: 2, examples: ['keep(me);'] }],
        }),
        sampleEffort('two'),
      ],
    }),
    choice: 'accept',
  },
  gate_cut_off: {
    state: startedState({
      ...atWork,
      settings: sampleSettings({ gates: [sampleGate('unit')], baseline: false }),
      efforts_included: [mergedEffort('one', 60)],
      gates_cut_off: [
        {
          gate: 'unit' as GateName,
          subject: { kind: 'effort', effort: 'one' as EffortName },
          times: 2,
          allowed: 0,
        },
      ],
    }),
    choice: 'retry',
  },
  red_gate: { state: redOnItsCommit(), choice: 'accept' },
  land: {
    state: startedState({
      ...atWork,
      stage: 'LANDING',
      settings: sampleSettings({ gates: [sampleGate('unit')] }),
      efforts_included: [mergedEffort('one', 1)],
      gate_runs: [sampleRun(1, 'unit', { kind: 'final' }, { commit: TIP })],
    }),
    choice: 'hold',
  },
  roll_back: {
    state: finishedState({
      outcome: 'HELD_FOR_REVIEW',
      landed_commit: null,
      efforts_included: [mergedEffort('one', 1, { restore_point: BASE })],
      rollback_offer: { to: BASE, before: 'start' },
    }),
    choice: 'stay',
  },
  held: {
    state: finishedState({
      outcome: 'HELD_FOR_REVIEW',
      landed_commit: null,
      landing_command: 'git merge --ff-only x',
      resume_offer: { last_sign_of_life: sampleInstant(400), gates_now: null },
    }),
    choice: 'show',
  },
  trouble: {
    state: startedState({
      ...atWork,
      trouble: { action: 'merge_effort', message: 'The disk is full', remedy: 'Free some space' },
    }),
    choice: 'retry',
  },
};

function redOnItsCommit(): IntegrationState {
  const state = redGateState({ highlighted: [] });
  const merged = new Map(
    state.efforts_included.map((effort) => [effort.name, flatEffort(effort).merge_commit]),
  );
  return {
    ...state,
    gate_runs: state.gate_runs.map((run) =>
      run.subject.kind === 'effort'
        ? {
            ...run,
            attempt: run.verdict === 'failed' ? 2 : run.attempt,
            commit: merged.get(run.subject.effort) ?? run.commit,
          }
        : run,
    ),
  };
}
