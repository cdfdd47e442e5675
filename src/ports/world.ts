/** The rest of the world: time, and files for people to read. */
import type { Instant } from '../domain/shared/ids.ts';

export interface Clock {
  readonly now: () => Instant;
  /** Resolves after the duration, or at once when aborted. */
  readonly sleep: (duration_ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Files under one folder of the session. Paths are relative to it and must stay inside. */
export interface Files {
  /** Writes a file completely or not at all. A `view` holds nothing that is needed again: it may be lost when the power fails. */
  readonly write: (path: string, text: string, kind?: 'view') => Promise<void>;
  /** Reads a file; null: it does not exist. */
  readonly read: (path: string) => Promise<string | null>;
  readonly remove: (path: string) => Promise<void>;
  readonly absolute: (path: string) => string;
  /** Creates an empty log in the place of an earlier one with all its parts. Resolves with its absolute path. */
  readonly startLog: (path: string) => Promise<string>;
}
