import type { ActionKey, Instant } from '../shared/ids.ts';
import { foldProcess, type InFlight, idleProcess, isProcessEvent } from '../shared/process.ts';
import { afterFailure, isOver, outcomeOf, settleTasks } from '../shared/scheduler.ts';
import { type PipelineAction, stepKey } from './action.ts';
import type { PipelineEvent } from './event.ts';
import type { PipelineRunId } from './run-id.ts';
import { scheduleOf, stepNamed } from './schedule.ts';
import type { Attempt, RunState, StepState } from './state.ts';

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
  return concluded({ ...folded, trouble: null, ...meaningOf(before, event) });
}

function meaningOf(run: RunState, event: PipelineEvent): Partial<RunState> {
  const { at } = event;
  const running = (end: (step: StepState) => StepState, matches = (_: StepState) => true) => ({
    steps: run.steps.map((step) => (step.state === 'RUNNING' && matches(step) ? end(step) : step)),
  });
  const under = (key: ActionKey) => (step: StepState) => keyOf(step) === key;
  const failed = (step: StepState, last: Partial<Attempt>) => failedTry(run, withEnd(step, at, last), at);
  if (isProcessEvent<PipelineAction, PipelineEvent>(event)) {
    switch (event.type) {
      case 'action_started':
        return { steps: run.steps.map((step) => (step.id === event.action.step ? started(step, at) : step)) };
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
          ? running((step) => interrupted(run, withEnd(step, at, { state: 'INTERRUPTED' })))
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
      return { cancelled: 'no', steps: run.steps.map((step) => reopened(run, step, step.id === event.step)) };
  }
}

/** Ends what will never start, and the run where nothing is left; what is in flight follows from the steps. */
function concluded(run: RunState): RunState {
  const schedule = scheduleOf(run);
  const steps = settleTasks(schedule, run.steps);
  const outcome = outcomeOf(schedule, steps);
  const begun = steps.some(({ attempts }) => attempts.length > 0);
  const ended_at = outcome === 'running' ? null : (run.ended_at ?? run.updated_at);
  const state = outcome === 'running' && !begun ? 'pending' : outcome;
  return { ...run, steps, state, ended_at, in_flight: inFlightOf(steps) };
}

/** Returns the actions in flight of steps in these states. */
export function inFlightOf(steps: readonly StepState[]): readonly InFlight<PipelineAction>[] {
  return steps.flatMap((step): readonly InFlight<PipelineAction>[] => {
    const key = keyOf(step);
    const last = step.attempts.at(-1);
    if (key === null || last === undefined) return [];
    const action = { type: 'run_step', step: step.id, attempt: last.attempt } as const;
    return [{ key, action, at: last.started_at, cancelled: step.cancelling }];
  });
}

/** Returns the key of the try that runs; null: none does. */
function keyOf({ id, state, attempts }: StepState): ActionKey | null {
  return state === 'RUNNING' ? stepKey({ step: id, attempt: attempts.length }) : null;
}

function started(step: StepState, at: Instant): StepState {
  const begun = {
    attempt: step.attempts.length + 1,
    state: 'RUNNING',
    started_at: at,
    ended_at: null,
    exit_code: null,
    because: null,
  } as const;
  return { ...step, state: 'RUNNING', retry_at: null, attempts: [...step.attempts, begun] };
}

function withEnd(step: StepState, at: Instant, end: Partial<Attempt>): StepState {
  const attempts = step.attempts.map((attempt, index) =>
    index === step.attempts.length - 1 ? { ...attempt, ended_at: at, ...end } : attempt,
  );
  return { ...step, attempts };
}

function failedTry(run: RunState, step: StepState, at: Instant): StepState {
  if (step.cancelling) return cancelledStep(run, step);
  const task = stepNamed(run.pipeline.steps, step.id);
  return task === undefined ? step : afterFailure(task, step, at);
}

function interrupted(run: RunState, step: StepState): StepState {
  return step.cancelling ? cancelledStep(run, step) : { ...step, state: 'PENDING' };
}

function cancelledStep({ cancelled }: RunState, step: StepState): StepState {
  const because = { kind: cancelled === 'no' ? 'asked' : 'all_cancelled' } as const;
  return { ...step, state: 'CANCELLED', cancelling: false, retry_at: null, because };
}

/** What did not run because of it gets its chance, and so does every other failure that would keep it from starting. */
function reopened(run: RunState, step: StepState, isNamed: boolean): StepState {
  const task = stepNamed(run.pipeline.steps, step.id);
  const aborts = step.state === 'FAILED' && task?.critical === true && task.on_failure === 'abort';
  const stays =
    step.state === 'SUCCEEDED' || !isOver(step) || (step.state === 'FAILED' && !isNamed && !aborts);
  return stays ? step : { ...step, state: 'PENDING', failures: 0, because: null };
}
