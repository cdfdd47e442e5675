import type { Sha } from '../domain/shared/ids.ts';

/** A copy of the newest checkpoint in another place (a ref that can be pushed). Best effort: reports failures, never throws them. */
export interface CheckpointMirror {
  /** Takes a checkpoint and returns at once; a newer one takes the place of one that still waits. */
  readonly write: (copy: MirroredCheckpoint) => void;
  /** Reads the newest copy; null: there is none, or it is unreadable. */
  readonly read: () => Promise<Omit<MirroredCheckpoint, 'commits'> | null>;
  /** Resolves when no copy is waiting any more. */
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
