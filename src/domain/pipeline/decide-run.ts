import type { Instant } from '../shared/ids.ts';
import type { Refusal } from '../shared/machine.ts';
import { nearest } from '../shared/nearest.ts';
import { isOver } from '../shared/scheduling/schedule.ts';
import { stepKey } from './action.ts';
import type { PipelineCommand } from './command.ts';
import type { PipelineEvent } from './event.ts';
import type { RunState } from './state.ts';

/** Returns the event that a command leads to in this state of a run, or why it is refused. */
export function decideForRun(run: RunState, command: PipelineCommand, at: Instant): PipelineEvent | Refusal {
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
