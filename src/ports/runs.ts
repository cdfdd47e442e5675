/**
 * Runs of pipelines, as they are kept: one row for each run, step, attempt and event. Whoever looks reads them here, the screen as well;
 * only whoever holds a run's lock writes it. A command for a run that somebody else drives is left with it, and its driver carries it out.
 */
import type { PipelineCommand } from '../domain/pipeline/command.ts';
import type { PipelineEvent } from '../domain/pipeline/event.ts';
import type { PipelineRunId } from '../domain/pipeline/run-id.ts';
import type { RunState } from '../domain/pipeline/state.ts';
import type { RunEvent } from '../domain/pipeline/told.ts';
import type { Settling } from './stores.ts';

/** What a list shows of a run. */
export interface RunListing {
  readonly run_id: PipelineRunId;
  readonly plan_id: string;
  readonly plan_version: string;
  readonly project: string | null;
  readonly state: RunState['state'];
  readonly created_at: string;
  readonly updated_at: string;
  readonly ended_at: string | null;
  readonly exit_code: number | null;
  readonly progress_pct: number;
}

export interface RunFilter {
  readonly state?: string | null;
  readonly plan_id?: string | null;
}

export interface RunReader {
  /** Lists runs, newest first. */
  readonly list: (filter?: RunFilter) => Promise<readonly RunListing[]>;
  /** null: there is no such run. */
  readonly load: (run: PipelineRunId) => Promise<RunState | null>;
  /** Reads the events of a run with a greater sequence number, oldest first. */
  readonly eventsAfter: (run: PipelineRunId, sequence: number) => Promise<readonly RunEvent[]>;
  readonly close: () => Promise<void>;
}

/** A command that somebody left with a run. */
export interface RunRequest {
  readonly number: number;
  readonly command: PipelineCommand;
}

export interface Runs extends RunReader {
  /** Keeps a run that has just been created, and returns what that tells. Durable when it resolves. */
  readonly create: (run: RunState) => Promise<readonly RunEvent[]>;
  /** Keeps what an event made of a run, and returns what it tells; all or nothing. */
  readonly record: (
    before: RunState,
    event: PipelineEvent,
    after: RunState,
    settling: Settling,
  ) => Promise<readonly RunEvent[]>;
  /** Leaves a command with a run. Durable when it resolves. */
  readonly leave: (run: PipelineRunId, command: PipelineCommand) => Promise<void>;
  /** Reads the commands that were left with a run, oldest first. */
  readonly requests: (run: PipelineRunId) => Promise<readonly RunRequest[]>;
  /** Removes a request that has been carried out. */
  readonly forget: (run: PipelineRunId, number: number) => Promise<void>;
}
