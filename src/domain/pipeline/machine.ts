/**
 * This folder: one run of a pipeline as a process: its state, events, actions and commands, and how it is kept.
 *
 * A run of a pipeline as a machine: what may start next, and what it waits for.
 */
import type { Instant } from '../shared/ids.ts';
import type { Machine } from '../shared/machine.ts';
import { startableSteps } from '../shared/scheduling/scheduler.ts';
import type { Waiting } from '../shared/waiting.ts';
import { type PipelineAction, stepKey } from './action.ts';
import type { PipelineCommand } from './command.ts';
import { decideForRun } from './decide-run.ts';
import type { PipelineEvent, PipelineHappened } from './event.ts';
import { scheduleOf } from './schedule.ts';
import type { RunState } from './state.ts';
import { firstRunState, type RunStart, runTransition } from './transition.ts';

/** What the world says of a run that is resumed: nothing that it started goes on. */
export interface RunFacts {
  readonly at: Instant;
}

export type PipelineMachine = Machine<
  RunState,
  PipelineHappened,
  PipelineAction,
  PipelineCommand,
  RunFacts,
  RunStart
>;

export const pipelineMachine: PipelineMachine = {
  first: firstRunState,
  decide: decideForRun,
  transition: nextState,
  nextActions: actionsOf,
  reconcile: ({ in_flight }, { at }) => (in_flight.length > 0 ? [{ type: 'actions_interrupted', at }] : []),
  isPassing: () => false,
  // The start that follows at once brings it to the disk.
  maySettleLater: (run, event) =>
    event.type === 'attempt_finished' && actionsOf(nextState(run, event)).length > 0,
  savePoint: () => 'later',
  actionKey: stepKey,
  waitingFor,
};

/** The last step taken: who keeps an event, who judges when it has to be on the disk, and the store all ask for the same one. */
let last: { readonly run: RunState; readonly event: PipelineEvent; readonly after: RunState } | null = null;

function nextState(run: RunState, event: PipelineEvent): RunState {
  if (last?.run !== run || last.event !== event) last = { run, event, after: runTransition(run, event) };
  return last.after;
}

const ACTIONS = new WeakMap<RunState, readonly PipelineAction[]>();

function actionsOf(run: RunState): readonly PipelineAction[] {
  const known = ACTIONS.get(run) ?? startableActions(run);
  ACTIONS.set(run, known);
  return known;
}

function startableActions(run: RunState): readonly PipelineAction[] {
  if (run.paused || run.trouble !== null) return [];
  const tries = (step: string) => run.steps.find(({ id }) => id === step)?.attempts.length ?? 0;
  return startableSteps(scheduleOf(run), run.steps, run.updated_at).map(({ id }) => ({
    type: 'run_step',
    step: id,
    attempt: tries(id) + 1,
  }));
}

function waitingFor(run: RunState): readonly Waiting[] {
  if (run.ended_at !== null) return [{ kind: 'finished' }];
  if (run.paused) return [{ kind: 'pause' }];
  if (run.trouble !== null) return [{ kind: 'decision', question: run.trouble.message }];
  return run.steps.flatMap(({ id, state, retry_at }): readonly Waiting[] =>
    state === 'PENDING' && retry_at !== null && retry_at > run.updated_at
      ? [{ kind: 'until', at: retry_at, because: `the next try of ${id}` }]
      : [],
  );
}
