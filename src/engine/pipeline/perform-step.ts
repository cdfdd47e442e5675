import { MOST_LOG_BYTES } from '../../domain/gate/log-parts.ts';
import type { PipelineAction } from '../../domain/pipeline/action.ts';
import type { PipelineHappened } from '../../domain/pipeline/event.ts';
import { stepInvocation } from '../../domain/pipeline/invocation.ts';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import { stepNamed } from '../../domain/pipeline/schedule.ts';
import { attemptLog } from '../../domain/pipeline/selectors.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { humanDuration } from '../../domain/shared/time.ts';
import type { ProcessOutcome } from '../../ports/processes.ts';
import type { StepPrograms } from '../../ports/step-programs.ts';
import type { Started } from '../session.ts';

export interface StepPorts {
  readonly programs: StepPrograms;
  /** Returns the absolute path of a file in the run's folder. */
  readonly inFolder: (path: string) => string;
}

/** Returns the cookie that marks every process of a try. */
export function attemptCookie(run_id: PipelineRunId, { step, attempt }: PipelineAction): string {
  return `${run_id}:${step}:${attempt}`;
}

/** Runs a try of a step. */
export async function performStep(
  { programs, inFolder }: StepPorts,
  {
    action,
    state,
    signal,
  }: Pick<Started<RunState, PipelineHappened, PipelineAction>, 'action' | 'state' | 'signal'>,
): Promise<PipelineHappened> {
  const step = stepNamed(state.pipeline.steps, action.step);
  if (step === undefined) throw new IntorchError('BUG', `the step ${action.step} is not in the pipeline`);
  const { timeout_ms, ...invocation } = stepInvocation(state, step, action);
  const outcome = await programs.run({
    ...invocation,
    timeout_ms,
    directory: state.directory,
    log: inFolder(attemptLog(action.step, action.attempt)),
    max_log_bytes: MOST_LOG_BYTES,
    cookie: attemptCookie(state.run_id, action),
    signal,
  });
  const { exit_code } = outcome;
  return { type: 'attempt_finished', step: step.id, exit_code, because: failureOf(outcome, timeout_ms) };
}

/** Says why a try failed; null: it succeeded. */
function failureOf(
  { unable, timed_out, exit_code, signal, missing }: ProcessOutcome & { readonly missing: readonly string[] },
  timeout_ms: number,
): string | null {
  if (unable !== null) return unable;
  if (timed_out) return `it took longer than ${humanDuration(timeout_ms)} and was ended`;
  if (exit_code === null) return `it was ended by ${signal}`;
  if (exit_code !== 0) return `exit status ${exit_code}`;
  return missing.length === 0 ? null : `it left no ${missing.join(', ')}`;
}
