import { join } from 'node:path';
import { attemptLog, progressPct, whyOf } from '../../domain/pipeline/selectors.ts';
import type { RunState, StepState } from '../../domain/pipeline/state.ts';
import type { RunEvent } from '../../domain/pipeline/told.ts';
import { counted } from '../../domain/shared/text.ts';
import { elapsedMs, humanDuration } from '../../domain/shared/time.ts';

const WORDS: Readonly<Record<RunEvent['type'], string>> = {
  run_created: 'created',
  run_started: 'started',
  run_cancel_requested: 'is being cancelled',
  run_interrupted: 'stopped for now',
  run_completed: 'is over',
  step_started: 'started',
  step_succeeded: 'succeeded',
  step_failed: 'failed',
  step_retry: 'will be tried again',
  step_interrupted: 'stopped for now',
  step_skipped: 'skipped',
  step_cancelled: 'cancelled',
  step_reopened: 'is to be tried again',
};

/** Returns the line for an event of a run. */
export function eventLine({ at, type, step_id, attempt, because }: RunEvent, run_id: string): string {
  const tried = attempt !== null && attempt > 1 && ['step_started', 'step_retry'].includes(type);
  const nth = tried ? ` (try ${attempt})` : '';
  return `${at.slice(11, 19)}  ${step_id ?? run_id} ${WORDS[type]}${nth}${because === null ? '' : `: ${because}`}`;
}

/** Returns the lines that say where a run stands; `folder` is the run's own. */
export function runLines(run: RunState, folder: string): readonly string[] {
  const { run_id, state, pipeline, created_at, ended_at, updated_at } = run;
  const took = humanDuration(elapsedMs(created_at, ended_at ?? updated_at));
  const done = `${progressPct(run)} % of ${counted(run.steps.length, 'step')} in ${took}`;
  const width = Math.max(...run.steps.map(({ id }) => id.length));
  return [
    `${run_id}  ${pipeline.plan_id} ${pipeline.version}: ${state}, ${done}`,
    ...run.steps.map((step) =>
      `  ${step.id.padEnd(width)}  ${step.state.padEnd(9)}  ${detailOf(step, folder)}`.trimEnd(),
    ),
  ];
}

function detailOf(step: StepState, folder: string): string {
  const last = step.attempts.at(-1);
  const why = whyOf(step);
  const took = last?.ended_at == null ? [] : [humanDuration(elapsedMs(last.started_at, last.ended_at))];
  const tries = step.attempts.length > 1 ? [`${step.attempts.length} tries`] : [];
  const log = step.state === 'FAILED' && last ? [join(folder, attemptLog(step.id, last.attempt))] : [];
  return [...took, ...tries, ...(why === null ? [] : [why]), ...log].join(', ');
}
