/**
 * This folder: the monitor of pipelines: their runs, steps, timelines and outputs, and the keys that cancel and retry.
 *
 * What the monitor reads and asks. Other processes drive the runs; each may end while it is looked at.
 */
import type { PipelineCommand } from '../../domain/pipeline/command.ts';
import type { PipelineRunId } from '../../domain/pipeline/run-id.ts';
import type { RunState } from '../../domain/pipeline/state.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import type { LogText } from '../../wire/protocol.ts';

/** Who drives a run. */
export interface RunDriver {
  readonly pid: number;
  readonly host: string;
}

/** A run as the list shows it. */
export interface ListedRun {
  readonly run_id: PipelineRunId;
  readonly plan_id: string;
  readonly state: RunState['state'];
  readonly created_at: Instant;
  readonly updated_at: Instant;
  readonly ended_at: Instant | null;
  readonly progress_pct: number;
  /** Who holds its lock; null: nobody, so that one that is not over stands still. */
  readonly driver: RunDriver | null;
}

/** What is kept of the runs, as of the last time it was read. */
export interface MonitorSnapshot {
  /** Newest first. */
  readonly runs: readonly ListedRun[];
  /** The run that is watched, whole; null: none is, or it has not been read yet. */
  readonly watched: RunState | null;
  /** Absolute path of the watched run's folder, with its logs. */
  readonly folder: string;
  readonly now: Instant;
}

/** A command for a run, or to go on with what stands still. */
export type RunRequested = PipelineCommand | { readonly type: 'resume' };

export interface MonitorClient {
  /** null: nothing has been read yet. */
  readonly snapshot: () => MonitorSnapshot | null;
  /** Why the runs could not be read the last time; null: they could. */
  readonly trouble: () => string | null;
  readonly subscribe: (listener: () => void) => () => void;
  /** Reads this run whole from now on; null: none. */
  readonly watch: (run: PipelineRunId | null) => void;
  /** Asks who drives the run; where nobody does, starts somebody who does it. Resolves with why it is refused, or null. */
  readonly ask: (run: PipelineRunId, requested: RunRequested) => Promise<string | null>;
  /** Follows a log by its absolute path. */
  readonly follow: (log: string, listener: (more: LogText) => void) => () => void;
  readonly close: () => void;
}
