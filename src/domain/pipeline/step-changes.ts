/** What happens to one step of a run. */
import type { ActionKey, Instant } from '../shared/ids.ts';
import type { InFlight } from '../shared/process.ts';
import { isOver } from '../shared/scheduling/schedule.ts';
import { afterFailure } from '../shared/scheduling/scheduler.ts';
import { type PipelineAction, stepKey } from './action.ts';
import { stepNamed } from './schedule.ts';
import type { Attempt, RunState, StepState } from './state.ts';

/** Returns the actions in flight of steps in these states. */
export function inFlightOf(steps: readonly StepState[]): readonly InFlight<PipelineAction>[] {
  return steps.flatMap((step): readonly InFlight<PipelineAction>[] => {
    const key = keyOfTry(step);
    const last = step.attempts.at(-1);
    if (key === null || last === undefined) return [];
    const action = { type: 'run_step', step: step.id, attempt: last.attempt } as const;
    return [{ key, action, at: last.started_at, cancelled: step.cancelling }];
  });
}

/** Returns the key of the try that runs; null: none does. */
export function keyOfTry({ id, state, attempts }: StepState): ActionKey | null {
  return state === 'RUNNING' ? stepKey({ step: id, attempt: attempts.length }) : null;
}

export function startedStep(step: StepState, at: Instant): StepState {
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

export function withEnd(step: StepState, at: Instant, end: Partial<Attempt>): StepState {
  const attempts = step.attempts.map((attempt, index) =>
    index === step.attempts.length - 1 ? { ...attempt, ended_at: at, ...end } : attempt,
  );
  return { ...step, attempts };
}

export function failedTry(run: RunState, step: StepState, at: Instant): StepState {
  if (step.cancelling) return cancelledStep(run, step);
  const planned = stepNamed(run.pipeline.steps, step.id);
  return planned === undefined ? step : afterFailure(planned, step, at);
}

export function interruptedStep(run: RunState, step: StepState): StepState {
  return step.cancelling ? cancelledStep(run, step) : { ...step, state: 'PENDING' };
}

export function cancelledStep({ cancelled }: RunState, step: StepState): StepState {
  const because = { kind: cancelled === 'no' ? 'asked' : 'all_cancelled' } as const;
  return { ...step, state: 'CANCELLED', cancelling: false, retry_at: null, because };
}

/** What did not run because of it gets its chance, and so does every other failure that would keep it from starting. */
export function reopenedStep(run: RunState, step: StepState, isNamed: boolean): StepState {
  const planned = stepNamed(run.pipeline.steps, step.id);
  const aborts = step.state === 'FAILED' && planned?.critical === true && planned.on_failure === 'abort';
  const stays =
    step.state === 'SUCCEEDED' || !isOver(step) || (step.state === 'FAILED' && !isNamed && !aborts);
  return stays ? step : { ...step, state: 'PENDING', failures: 0, because: null };
}
