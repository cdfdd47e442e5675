/** Slots: working copies that intorch made itself, where gates run. Reused, so that installed dependencies stay warm. */
import type { Sha } from '../domain/shared/ids.ts';

export interface Slot {
  readonly name: string;
  /** Absolute path of the working copy, detached at exactly the commit asked for, without leftovers of tracked files. */
  readonly directory: string;
  readonly commit: Sha;
  /** Why set-up failed, in a sentence: a gate must not run here; null: it did not. */
  readonly setup_failed: string | null;
  /** Why no working copy can hold the commit (a path such as `../x`): a gate cannot run here; null: it is checked out. */
  readonly unfit: string | null;
}

export interface Workspaces {
  /**
   * Takes a free slot (or makes one), puts the commit into it, runs set-up when its key changed. Waits while all are taken. A set-up
   * that fails is an outcome (`setup_failed`); rejects with GIT_FAILED or STATE_UNWRITABLE when the working copy cannot be made.
   */
  readonly take: (request: SlotRequest) => Promise<Slot>;
  /** Says what a gate did to the slot's repository (HEAD, refs, hooks, configuration) or to ours; empty when nothing. */
  readonly tampering: (slot: Slot) => Promise<readonly string[]>;
  readonly release: (slot: Slot) => Promise<void>;
  /** Folders of recorded slots that are gone. */
  readonly missing: () => Promise<readonly string[]>;
  /** Removes every slot that intorch made for this repository and nobody uses; returns their folders. */
  readonly removeAll: () => Promise<readonly string[]>;
}

export interface SlotRequest {
  readonly commit: Sha;
  /** Run in the slot when the command or the content of the key files (paths in the tree) changed since it last succeeded there. */
  readonly setup: {
    readonly command: string;
    readonly key: readonly string[];
    readonly timeout_ms: number;
    /** Absolute path; appended to. */
    readonly log: string;
    /** Ends set-up when aborted. */
    readonly signal?: AbortSignal;
  } | null;
}
