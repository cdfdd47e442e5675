import {
  attemptLog,
  exitCodeOf,
  failedSteps,
  levelsOf,
  progressPct,
  whyOf,
} from '../../domain/pipeline/selectors.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import type { LockOwner } from '../../ports/lock.ts';

/** What comes next for a run, for scripts. */
export interface RunNextAction {
  readonly kind: 'wait' | 'resume' | 'retry' | 'none';
  /** null: nothing is to be done. */
  readonly command: string | null;
}

/** Returns what comes next for a run that somebody drives, or nobody. */
export function nextActionOfRun(
  { run_id, state }: Pick<RunState, 'run_id' | 'state'>,
  is_driven: boolean,
): RunNextAction {
  const command = `intorch pipeline resume ${run_id}`;
  if (state === 'succeeded') return { kind: 'none', command: null };
  if (state === 'failed' || state === 'cancelled') return { kind: 'retry', command };
  return is_driven ? { kind: 'wait', command: null } : { kind: 'resume', command };
}

/** Returns what `--json` prints of a run. */
export function factsOfRun(run: RunState, driver: LockOwner | null): object {
  const { run_id, pipeline, state, created_at, updated_at, ended_at, cancelled, file, directory } = run;
  const { plan_id, version: plan_version, metadata } = pipeline;
  const levels = levelsOf(pipeline);
  return {
    ...{ type: 'run', run_id, plan_id, plan_version, metadata, state, progress_pct: progressPct(run) },
    ...{ exit_code: exitCodeOf(run), created_at, updated_at, ended_at, cancelled, file, directory, driver },
    steps: run.steps.map((step, index) => ({
      step_id: step.id,
      name: pipeline.steps[index]?.name ?? step.id,
      state: step.state,
      level: levels.findIndex((level) => level.includes(step.id)),
      depends_on: pipeline.steps[index]?.depends_on ?? [],
      critical: pipeline.steps[index]?.critical ?? true,
      because: whyOf(step),
      retry_at: step.retry_at,
      attempts: step.attempts.map((attempt) => ({ ...attempt, log: attemptLog(step.id, attempt.attempt) })),
    })),
    failed: failedSteps(run),
    next_action: nextActionOfRun(run, driver !== null),
  };
}
