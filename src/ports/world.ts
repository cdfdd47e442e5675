/** The rest of the world: time and files that people read. */
import type { Instant } from '../domain/shared/ids.ts';

export interface Clock {
  readonly now: () => Instant;
  /** Resolves after the time, or at once when aborted. */
  readonly sleep: (duration_ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Files under one folder of the session; paths are relative to it and may not leave it. */
export interface Files {
  readonly write: (path: string, text: string) => Promise<void>;
  /** null: there is no such file. */
  readonly read: (path: string) => Promise<string | null>;
  readonly remove: (path: string) => Promise<void>;
  readonly absolute: (path: string) => string;
  /** The part of a file from a byte offset on, at most `max_bytes`; and the offset behind it. */
  readonly readFrom: (
    path: string,
    offset: number,
    max_bytes: number,
  ) => Promise<{ readonly text: string; readonly next: number }>;
}
