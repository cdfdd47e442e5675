/** Slots: working copies that intorch made itself, where gates run. Reused, so that installed dependencies stay warm. */
import type { Sha } from '../domain/shared/ids.ts';

export interface Slot {
  readonly name: string;
  /** Absolute path of the working copy, detached at exactly the commit asked for, without leftovers of tracked files. */
  readonly directory: string;
  readonly commit: Sha;
  /** Why dependencies could not be installed; null when they are there. */
  readonly setup_failed: string | null;
}

export interface Workspaces {
  /** Takes a free slot (or makes one), puts the commit into it, runs set-up when its key changed. Waits while all are taken. */
  readonly take: (request: SlotRequest) => Promise<Slot>;
  /** Says what a gate did to the slot's repository (HEAD, refs, hooks, configuration); empty when nothing. */
  readonly tampering: (slot: Slot) => Promise<readonly string[]>;
  readonly release: (slot: Slot) => Promise<void>;
  /** Folders of recorded slots that are gone. */
  readonly missing: () => Promise<readonly string[]>;
  /** Removes every slot that intorch made for this repository; returns their folders. */
  readonly removeAll: () => Promise<readonly string[]>;
}

export interface SlotRequest {
  readonly commit: Sha;
  readonly setup: { readonly command: string; readonly key: readonly string[]; readonly timeout_ms: number; readonly log: string } | null;
}
