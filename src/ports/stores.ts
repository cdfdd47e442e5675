/** Where state lives between processes. Refs are believed first, then the journal, then checkpoints. */
import type { Envelope } from '../domain/integration/checkpoint/document.ts';
import type { Event } from '../domain/integration/event.ts';
import type { Instant, SessionId, Sha } from '../domain/shared/ids.ts';

export type { Envelope };

export interface CheckpointFile {
  /** File name without folder. */
  readonly name: string;
  readonly place: 'active' | 'backup' | 'shared';
  readonly sequence: number | null;
  readonly saved_at: Instant | null;
  readonly bytes: number;
  /** Why it cannot be used: `checksum does not match`, `schema_version 9 is newer than 1` ...; null: usable. */
  readonly refused: string | null;
}

export interface Checkpoints {
  /** Writes completely or not at all: temporary file, fsync, rename, fsync of the folder; then rotation and the backup copy. */
  readonly save: (envelope: Envelope) => Promise<void>;
  /** The newest usable one of active, backup, shared; and every newer one that was refused, with the reason. */
  readonly load: () => Promise<{
    readonly envelope: Envelope | null;
    readonly refused: readonly CheckpointFile[];
  }>;
  readonly list: () => Promise<readonly CheckpointFile[]>;
  /** The text of one file, for people. */
  readonly show: (name: string) => Promise<string>;
  /** Removes all but the newest `keep`; names of the removed. */
  readonly prune: (keep: number) => Promise<readonly string[]>;
  /** Resolves when every copy that was begun is where it belongs. */
  readonly settled: () => Promise<void>;
}

/** A copy of the newest checkpoint in another place (a ref that can be pushed). Best effort: a failure is told, never thrown. */
export interface CheckpointMirror {
  /**
   * Takes the bytes of a checkpoint file and the commits that it is about, and returns at once; a newer one takes the place of one that
   * still waits.
   */
  readonly write: (name: string, bytes: Uint8Array, commits: readonly Sha[]) => void;
  /** The newest copy; null: there is none, or it cannot be read. */
  readonly read: () => Promise<{ readonly name: string; readonly bytes: Uint8Array } | null>;
  /** Resolves when nothing waits to be copied. */
  readonly settled: () => Promise<void>;
}

/** The events of one session in order, durable when `append` resolves. */
export interface Journal {
  readonly append: (sequence: number, event: Event) => Promise<void>;
  /** Events with a greater sequence number, oldest first. Stops before the first gap, and before one that cannot be read. */
  readonly since: (
    sequence: number,
  ) => Promise<readonly { readonly sequence: number; readonly event: Event }[]>;
  /**
   * Moves every event with a greater sequence number out of the way, kept as it is, so that the numbers are free to go on with; gives
   * how many, and why the first cannot be used. null: there is none.
   */
  readonly setAside: (
    after: number,
    at: Instant,
  ) => Promise<{ readonly count: number; readonly because: string } | null>;
  readonly close: () => Promise<void>;
}

export interface SessionRecord {
  readonly id: SessionId;
  readonly created_at: Instant;
  /** Stage and outcome as last saved; `unknown` when no checkpoint can be read. */
  readonly summary: string;
  readonly finished: boolean;
}

/** The sessions of one repository, newest first. */
export interface Sessions {
  readonly list: () => Promise<readonly SessionRecord[]>;
  /** Makes the session's folders (0700). */
  readonly create: (id: SessionId) => Promise<void>;
  readonly directory: (id: SessionId) => string;
}

/** Who holds the session lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly started_at: Instant;
  readonly session_id: SessionId;
  readonly role: 'engine' | 'run';
}

/** One session per repository at a time: a kernel lock, free at once when its holder dies, never stolen from a living one. */
export interface SessionLock {
  /** Takes the lock, or says who has it. */
  readonly take: (
    owner: LockOwner,
  ) => Promise<{ readonly taken: true } | { readonly taken: false; readonly owner: LockOwner | null }>;
  readonly release: () => Promise<void>;
  /** Who has it now, without taking it; null: nobody. */
  readonly owner: () => Promise<LockOwner | null>;
}
