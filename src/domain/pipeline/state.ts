/**
 * The whole of a run as plain readonly data. What it is a run of (`pipeline`, `variables`, `file`, `directory`) never changes; where it
 * stands is in `steps`, one for each step of the pipeline and in its order. `in_flight` follows from the steps. Field names are those that
 * are stored and printed.
 *
 * To show a run: `selectors.ts` (percent, levels, one line for a step), `told.ts` (its events), `ports/runs.ts` (reading runs).
 */
import type { Instant } from '../shared/ids.ts';
import type { ProcessState } from '../shared/process.ts';
import type { Schedule, StepStanding } from '../shared/scheduling/schedule.ts';
import type { PipelineAction } from './action.ts';
import type { PipelineRunId } from './run-id.ts';
import type { Pipeline } from './schema.ts';

export interface RunState extends ProcessState<PipelineAction> {
  readonly run_id: PipelineRunId;
  readonly created_at: Instant;
  readonly ended_at: Instant | null;
  /** `pending`: no step has started. */
  readonly state: 'pending' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  /** Whether somebody cancelled the run; `insisted`: a second time, so that `always()` steps end, too. */
  readonly cancelled: Schedule['cancelled'];
  readonly steps: readonly StepState[];
  readonly pipeline: Pipeline;
  /** Values of `--var` and `--var-file`. */
  readonly variables: Readonly<Record<string, string>>;
  /** Path of the pipeline's file when the run began. */
  readonly file: string;
  /** Absolute path of the folder that `cwd` of the steps starts from. */
  readonly directory: string;
}

/** Where a step stands. Its `state` is PENDING before its first try and between two. */
export interface StepState extends StepStanding {
  readonly attempts: readonly Attempt[];
  /** Somebody cancelled it while it runs. */
  readonly cancelling: boolean;
}

/** One try of a step. */
export interface Attempt {
  /** Counts the tries of the step, from 1. */
  readonly attempt: number;
  /**
   * `LOST`: what ran it was killed, so that nobody knows its end; it counts as failed. `INTERRUPTED`: the run was stopped for a while; it
   * does not count.
   */
  readonly state: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'LOST' | 'INTERRUPTED' | 'CANCELLED';
  readonly started_at: Instant;
  readonly ended_at: Instant | null;
  /** null: it did not end by itself. */
  readonly exit_code: number | null;
  /** What is to be said of its end, in a few words: `exit status 3`, `took longer than 30 s`; null: nothing. */
  readonly because: string | null;
}
