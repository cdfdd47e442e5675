/**
 * What a run tells, as numbered events: they are kept with the run, printed by `pipeline events`, and written as JSON lines to
 * `events.jsonl` in its folder. Names are those of document 004 where it has one (`step_retry`).
 */
import type { Instant } from '../shared/ids.ts';
import type { PipelineEvent } from './event.ts';
import { changedSteps, exitCodeOf, whyOf } from './selectors.ts';
import type { RunState, StepState } from './state.ts';

export interface RunEvent {
  /** Counts the events of the run, from 1. */
  readonly sequence: number;
  readonly at: Instant;
  readonly type:
    | 'run_created'
    | 'run_started'
    | 'run_cancel_requested'
    | 'run_interrupted'
    | 'run_completed'
    | 'step_started'
    | 'step_succeeded'
    | 'step_failed'
    /** A try failed; `attempt` is the next one. */
    | 'step_retry'
    | 'step_interrupted'
    | 'step_skipped'
    | 'step_cancelled'
    | 'step_reopened';
  /** null: it is about the run. */
  readonly step_id: string | null;
  readonly attempt: number | null;
  /** Of a try, or of the run; null: there is none. */
  readonly exit_code: number | null;
  /** A few words; null: nothing is to be said. */
  readonly because: string | null;
}

type Told = Omit<RunEvent, 'sequence'>;

/** Returns what an event tells, in order. `before` is null where the run has just been created. */
export function toldBy(
  before: RunState | null,
  event: PipelineEvent | null,
  after: RunState,
): readonly Told[] {
  const at = after.updated_at;
  const ofRun = (type: RunEvent['type'], rest: Partial<Told> = {}): Told => ({
    ...NOTHING,
    at,
    type,
    ...rest,
  });
  const isRunning = after.state === 'running' && before?.state !== 'running';
  const isOver = after.ended_at !== null && (before?.ended_at ?? null) === null;
  return [
    ...(before === null ? [ofRun('run_created')] : []),
    ...(isRunning ? [ofRun('run_started')] : []),
    ...(event?.type === 'run_cancelled' ? [ofRun('run_cancel_requested')] : []),
    ...changedSteps(before, after).flatMap(({ earlier, step }) =>
      toldOfStep(earlier, step).map((told) => ({ at, ...told })),
    ),
    ...(event?.type === 'actions_interrupted' && event.asked ? [ofRun('run_interrupted')] : []),
    ...(isOver ? [ofRun('run_completed', { exit_code: exitCodeOf(after), because: after.state })] : []),
  ];
}

const NOTHING = { step_id: null, attempt: null, exit_code: null, because: null } as const;

function toldOfStep(before: StepState | undefined, step: StepState): readonly Omit<Told, 'at'>[] {
  const last = step.attempts.at(-1);
  const tell = (type: RunEvent['type'], rest: Partial<Told> = {}): readonly Omit<Told, 'at'>[] => [
    {
      type,
      step_id: step.id,
      attempt: last?.attempt ?? null,
      exit_code: last?.exit_code ?? null,
      because: whyOf(step),
      ...rest,
    },
  ];
  if (step.state === (before?.state ?? 'PENDING')) return [];
  switch (step.state) {
    case 'RUNNING':
      return tell('step_started');
    case 'SUCCEEDED':
      return tell('step_succeeded');
    case 'FAILED':
      return tell('step_failed');
    case 'SKIPPED':
      return tell('step_skipped');
    case 'CANCELLED':
      return tell('step_cancelled');
    case 'PENDING':
      if (before?.state !== 'RUNNING') return tell('step_reopened', { because: null });
      return last?.state === 'INTERRUPTED'
        ? tell('step_interrupted')
        : tell('step_retry', { attempt: step.attempts.length + 1, because: last?.because ?? null });
  }
}
