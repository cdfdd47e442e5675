/** A run of a pipeline as a machine: what may start next, what it waits for, and what commands do. */
import type { Instant } from '../shared/ids.ts';
import type { Machine, Refusal } from '../shared/machine.ts';
import { nearest } from '../shared/nearest.ts';
import { isOver, startableTasks } from '../shared/scheduler.ts';
import type { Waiting } from '../shared/waiting.ts';
import { type PipelineAction, stepKey } from './action.ts';
import type { PipelineCommand } from './command.ts';
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
  transition: runTransition,
  nextActions: actionsOf,
  reconcile: ({ in_flight }, { at }) => (in_flight.length > 0 ? [{ type: 'actions_interrupted', at }] : []),
  isPassing: () => false,
  // The start that follows at once brings it to the disk.
  maySettleLater: (run, event) =>
    event.type === 'attempt_finished' && actionsOf(runTransition(run, event)).length > 0,
  savePoint: () => 'later',
  actionKey: stepKey,
  waitingFor,
};

function actionsOf(run: RunState): readonly PipelineAction[] {
  if (run.paused) return [];
  return startableTasks(scheduleOf(run), run.steps, run.updated_at).map((step) => ({
    type: 'run_step',
    step,
    attempt: (run.steps.find(({ id }) => id === step)?.attempts.length ?? 0) + 1,
  }));
}

function waitingFor(run: RunState): readonly Waiting[] {
  if (run.ended_at !== null) return [{ kind: 'finished' }];
  if (run.paused) return [{ kind: 'pause' }];
  return run.steps.flatMap(({ id, state, retry_at }): readonly Waiting[] =>
    state === 'PENDING' && retry_at !== null && retry_at > run.updated_at
      ? [{ kind: 'until', at: retry_at, because: `the next try of ${id}` }]
      : [],
  );
}

function decideForRun(run: RunState, command: PipelineCommand, at: Instant): PipelineEvent | Refusal {
  if (command.type === 'cancel') {
    if (run.ended_at !== null) return { refused: `the run is over: ${run.state}` };
    return run.cancelled === 'insisted'
      ? { refused: 'the run is being cancelled' }
      : { type: 'run_cancelled', at };
  }
  const step = run.steps.find(({ id }) => id === command.step);
  if (step === undefined) {
    const ids = run.steps.map(({ id }) => id);
    const near = nearest(command.step, ids);
    return {
      refused: `there is no step ${command.step}; ${near === null ? `there are ${ids.join(', ')}` : `did you mean ${near}?`}`,
    };
  }
  if (command.type === 'retry_step') {
    return isOver(step) && step.state !== 'SUCCEEDED'
      ? { type: 'step_reopened', step: step.id, at }
      : { refused: `the step ${step.id} is ${step.state}` };
  }
  if (isOver(step)) return { refused: `the step ${step.id} is over: ${step.state}` };
  if (step.cancelling) return { refused: `the step ${step.id} is being cancelled` };
  return step.state === 'RUNNING'
    ? { type: 'cancel_requested', key: stepKey({ step: step.id, attempt: step.attempts.length }), at }
    : { type: 'step_cancelled', step: step.id, at };
}
