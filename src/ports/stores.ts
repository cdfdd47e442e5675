/** Where state lives between processes. Refs are believed first, then the journal, then checkpoints. */
import type { Envelope, SessionSummary } from '../domain/shared/codec.ts';
import type { Instant, SessionId, Sha } from '../domain/shared/ids.ts';

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

export interface Checkpoints<State> {
  /** Writes completely or not at all: temporary file, fsync, rename, fsync of the folder; then rotation and the backup copy. */
  readonly save: (envelope: Envelope<State>) => Promise<void>;
  /** The newest usable one of active, backup, shared; and every newer one that was refused, with the reason. */
  readonly load: () => Promise<{
    readonly envelope: Envelope<State> | null;
    readonly refused: readonly CheckpointFile[];
  }>;
  /** The highest sequence number that a file's name in `active/` tells, without reading any; null: there is none. */
  readonly newest: () => Promise<number | null>;
  readonly list: () => Promise<readonly CheckpointFile[]>;
  /** The text of one file, for people. */
  readonly show: (name: string) => Promise<string>;
  /** Removes all but the newest `keep`; names of the removed. */
  readonly prune: (keep: number) => Promise<readonly string[]>;
  /** Resolves when every copy that was begun is where it belongs. */
  readonly settled: () => Promise<void>;
}

/** The program's own compact copy of each session's newest state, in the database of the journal. */
export interface Snapshots<State> {
  /** Durable when it resolves; takes the place of the one before. */
  readonly save: (envelope: Envelope<State>) => Promise<void>;
  /** null: there is none that can be used. */
  readonly load: () => Promise<Envelope<State> | null>;
}

/** A copy of the newest checkpoint in another place (a ref that can be pushed). Best effort: a failure is told, never thrown. */
export interface CheckpointMirror {
  /** Takes a checkpoint and returns at once; a newer one takes the place of one that still waits. */
  readonly write: (copy: MirroredCheckpoint) => void;
  /** The newest copy; null: there is none, or it cannot be read. */
  readonly read: () => Promise<Omit<MirroredCheckpoint, 'commits'> | null>;
  /** Resolves when nothing waits to be copied. */
  readonly settled: () => Promise<void>;
}

export interface MirroredCheckpoint {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** The documents that it refers to by digest, by file name. */
  readonly parts: ReadonlyMap<string, Uint8Array>;
  /** What it is about: another machine needs them to go on. */
  readonly commits: readonly Sha[];
}

/** The events of one session in order, durable when `append` resolves. */
export interface Journal<Event> {
  readonly append: (sequence: number, event: Event) => Promise<void>;
  /** Events with a greater sequence number, oldest first. Stops before the first gap, and before one that cannot be read. */
  readonly since: (
    sequence: number,
  ) => Promise<readonly { readonly sequence: number; readonly event: Event }[]>;
  /**
   * Moves every event with a greater sequence number out of the way, kept as it is, so that the numbers are free to go on with; gives
   * how many, and why the first cannot be used. null: there is none.
   */
  readonly setAside: (after: number, at: Instant) => Promise<SetAside | null>;
  readonly close: () => Promise<void>;
}

/** How many events were moved out of the way, and why the first of them cannot be used. */
export interface SetAside {
  readonly count: number;
  readonly because: string;
}

/** `summary` is `unknown` when neither snapshot nor checkpoint can be read. */
export interface SessionRecord extends SessionSummary {
  readonly id: SessionId;
  /** Kind of process, by its codec's name; null: not known. */
  readonly kind: string | null;
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
