/**
 * What steps have written and git has not brought to the disk: new objects, and where refs of ours move to. It is on the disk in one go,
 * before any of these refs moves; after a power cut it is written again from here.
 */
import type { RefName, Sha } from '../domain/shared/ids.ts';

export interface WrittenStep {
  /** Loose objects as git stores them, by their file below a folder of objects: `ab/cdef…`. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  readonly moves: readonly RefMove[];
}

export interface RefMove {
  readonly ref: RefName;
  /** null: removed. */
  readonly to: Sha | null;
}

export interface StepLog {
  /** On the disk when it resolves, and so is everything that was journalled before. */
  readonly keep: (step: WrittenStep) => Promise<void>;
  /** Returns all that is kept, moves in their order. */
  readonly kept: () => Promise<WrittenStep>;
  /** Forgets the last move of each of these refs: git refused it. */
  readonly withdraw: (refs: readonly RefName[]) => Promise<void>;
  /** Forgets objects that are on the disk by now. On the disk when it resolves, and so is all that was removed before. */
  readonly forgetObjects: (files: readonly string[]) => Promise<void>;
  /** Forgets moves that are older than any write that an operating system holds back. */
  readonly forgetMoves: () => Promise<void>;
}
