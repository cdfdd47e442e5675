/** Where state is stored between processes. When sources disagree, refs win over the journal, and the journal over checkpoints. */
import type { Envelope, SessionSummary } from '../domain/shared/codec.ts';
import type { Instant, SessionId } from '../domain/shared/ids.ts';

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
  /** Writes completely or not at all: temporary file, fsync, rename, fsync of the folder. Then rotates and writes the backup copy. */
  readonly save: (envelope: Envelope<State>) => Promise<void>;
  /** Loads the newest usable checkpoint among active, backup and shared. Lists every newer one that was refused, with the reason. */
  readonly load: () => Promise<{
    readonly envelope: Envelope<State> | null;
    readonly refused: readonly CheckpointFile[];
  }>;
  /** The highest sequence number that a file's name in `active/` tells, without reading any; null: there is none. */
  readonly newest: () => Promise<number | null>;
  readonly list: () => Promise<readonly CheckpointFile[]>;
  /** Returns the text of one file for display. */
  readonly show: (name: string) => Promise<string>;
  /** Removes all but the newest `keep`. Returns the names of the removed files. */
  readonly prune: (keep: number) => Promise<readonly string[]>;
  /** Resolves when every copy in progress has been written. */
  readonly settled: () => Promise<void>;
}

/** The program's own compact copy of each session's newest state, in the database of the journal. */
export interface Snapshots<State> {
  /** Durable when it resolves; takes the place of the one before. */
  readonly save: (envelope: Envelope<State>) => Promise<void>;
  /** null: there is none that can be used. */
  readonly load: () => Promise<Envelope<State> | null>;
  /** The first one that was saved of the session, before any event; null: there is none that can be used. */
  readonly loadFirst: () => Promise<Envelope<State> | null>;
}

/** When a write is on the disk: before it resolves, or with the next one that is. No kill takes it away in either case. */
export type Settling = 'at_once' | 'later';

/** The events of one session, in order. */
export interface Journal<Event> {
  readonly append: (sequence: number, event: Event, settling?: Settling) => Promise<void>;
  /** Reads events with a greater sequence number, oldest first. Stops before the first gap or unreadable event. */
  readonly since: (
    sequence: number,
  ) => Promise<readonly { readonly sequence: number; readonly event: Event }[]>;
  /**
   * Moves every event with a greater sequence number aside, unchanged, so that their numbers can be used again. Returns how many there
   * were, and why the first is unusable; null: there were none.
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
  /** Creates the session's folders (0700). */
  readonly create: (id: SessionId) => Promise<void>;
  readonly directory: (id: SessionId) => string;
  /** Removes the session's folder. */
  readonly remove: (id: SessionId) => Promise<void>;
}
