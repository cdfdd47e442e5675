import type { ActionKey, Instant } from '../shared/ids.ts';
import { foldProcess, idleProcess, isProcessEvent } from '../shared/process.ts';
import { scheduleOutcome, settleSteps } from '../shared/scheduling/scheduler.ts';
import type { PipelineAction } from './action.ts';
import type { PipelineEvent } from './event.ts';
import type { PipelineRunId } from './run-id.ts';
import { scheduleOf } from './schedule.ts';
import type { Attempt, RunState, StepState } from './state.ts';
import {
  cancelledStep,
  failedTry,
  inFlightOf,
  interruptedStep,
  keyOfTry,
  reopenedStep,
  startedStep,
  withEnd,
} from './step-changes.ts';

export interface RunStart extends Pick<RunState, 'pipeline' | 'variables' | 'file' | 'directory'> {
  readonly run_id: PipelineRunId;
  readonly at: Instant;
}

/** Returns the state of a run of which nothing has happened yet. */
export function firstRunState({ at, ...rest }: RunStart): RunState {
  const steps = rest.pipeline.steps.map(
    ({ id }): StepState => ({
      id,
      state: 'PENDING',
      failures: 0,
      retry_at: null,
      because: null,
      attempts: [],
      cancelling: false,
    }),
  );
  return concluded({
    ...idleProcess(at),
    ...rest,
    created_at: at,
    ended_at: null,
    state: 'pending',
    cancelled: 'no',
    steps,
  });
}

/** Returns a run after an event. */
export function runTransition(before: RunState, event: PipelineEvent): RunState {
  const folded = foldProcess<PipelineAction, RunState>(before, event);
  // A try that could not even start is no try: it would be offered again at once, and for ever.
  const isStuck = event.type === 'action_failed' && !before.in_flight.some(({ key }) => key === event.key);
  const after = { ...folded, trouble: isStuck ? folded.trouble : null, ...meaningOf(before, event) };
  return event.type === 'action_started'
    ? { ...after, state: 'running', in_flight: inFlightOf(after.steps) }
    : concluded(after);
}

function meaningOf(run: RunState, event: PipelineEvent): Partial<RunState> {
  const { at } = event;
  const running = (end: (step: StepState) => StepState, matches = (_: StepState) => true) => ({
    steps: run.steps.map((step) => (step.state === 'RUNNING' && matches(step) ? end(step) : step)),
  });
  const under = (key: ActionKey) => (step: StepState) => keyOfTry(step) === key;
  const failed = (step: StepState, last: Partial<Attempt>) => failedTry(run, withEnd(step, at, last), at);
  if (isProcessEvent<PipelineAction, PipelineEvent>(event)) {
    switch (event.type) {
      case 'action_started':
        return {
          steps: run.steps.map((step) => (step.id === event.action.step ? startedStep(step, at) : step)),
        };
      case 'action_failed':
        return running((step) => failed(step, { state: 'FAILED', because: event.message }), under(event.key));
      case 'cancel_requested':
        return running((step) => ({ ...step, cancelling: true }), under(event.key));
      case 'action_cancelled':
        return running(
          (step) => cancelledStep(run, withEnd(step, at, { state: 'CANCELLED' })),
          under(event.key),
        );
      case 'actions_interrupted':
        return event.asked
          ? running((step) => interruptedStep(run, withEnd(step, at, { state: 'INTERRUPTED' })))
          : running((step) => failed(step, { state: 'LOST', because: 'what ran it was killed' }));
      default:
        return {};
    }
  }
  switch (event.type) {
    case 'attempt_finished': {
      const { exit_code, because } = event;
      const end = (step: StepState) =>
        because === null
          ? { ...withEnd(step, at, { state: 'SUCCEEDED', exit_code }), state: 'SUCCEEDED' as const }
          : failed(step, { state: 'FAILED', exit_code, because });
      return running(end, ({ id }) => id === event.step);
    }
    case 'run_cancelled': {
      const cancelled = run.cancelled === 'no' ? 'asked' : 'insisted';
      const ends = new Set(
        run.pipeline.steps.flatMap((step) =>
          cancelled === 'insisted' || scheduleOf(run).startsOn(step) !== 'always' ? [step.id] : [],
        ),
      );
      return {
        cancelled,
        ...running(
          (step) => ({ ...step, cancelling: true }),
          ({ id }) => ends.has(id),
        ),
      };
    }
    case 'step_cancelled':
      return {
        steps: run.steps.map((step) =>
          step.id === event.step && step.state === 'PENDING' ? cancelledStep(run, step) : step,
        ),
      };
    case 'step_reopened':
      return {
        cancelled: 'no',
        steps: run.steps.map((step) => reopenedStep(run, step, step.id === event.step)),
      };
  }
}

/** Ends what will never start, and the run where nothing is left; what is in flight follows from the steps. */
function concluded(run: RunState): RunState {
  const schedule = scheduleOf(run);
  const steps = settleSteps(schedule, run.steps);
  const outcome = scheduleOutcome(schedule, steps);
  const begun = steps.some(({ attempts }) => attempts.length > 0);
  const ended_at = outcome === 'running' ? null : (run.ended_at ?? run.updated_at);
  const state = outcome === 'running' && !begun ? 'pending' : outcome;
  return { ...run, steps, state, ended_at, in_flight: inFlightOf(steps) };
}
