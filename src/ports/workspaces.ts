/** Slots hold workspaces that intorch made itself for running gates. It reuses them, so that installed dependencies stay warm. */
import type { Confinement } from '../domain/config/settings.ts';
import type { WorkspaceLack } from '../domain/gate/clue.ts';
import type { Sha } from '../domain/shared/ids.ts';

export interface Slot {
  readonly name: string;
  /** Absolute path of the workspace, detached at exactly the requested commit, with no leftover tracked files. */
  readonly directory: string;
  readonly commit: Sha;
  /** Why set-up failed, as a sentence: no gate may run here. null: it did not fail. */
  readonly setup_failed: string | null;
  /** Why no workspace can hold the commit (a path such as `../x`): no gate can run here. null: the commit is checked out. */
  readonly unfit: string | null;
  /** What a checkout of the operator has and this workspace has not. */
  readonly lacks: readonly WorkspaceLack[];
  /** Absolute paths of the folders with the objects that its repository borrows. */
  readonly borrows: readonly string[];
}

/** What changed around a gate while set-up and the gate ran, in words; empty: nothing. */
export interface Tampering {
  /** In the slot's repository, or to refs so that commits are lost. */
  readonly by_gate: readonly string[];
  /** In the operator's configuration, hooks and the like, which may as well be the operator's doing. */
  readonly by_somebody: readonly string[];
}

export interface Workspaces {
  /**
   * Takes a free slot (or makes one), checks the commit out in it with its submodules, as far as this machine has them, and runs set-up when
   * its key changed. Waits while all are taken. A failed set-up is an outcome (`setup_failed`). Rejects with GIT_FAILED or STATE_UNWRITABLE when the workspace cannot be made.
   */
  readonly take: (request: SlotRequest) => Promise<Slot>;
  /** Lists what changed in the slot's repository, or in the operator's, since the slot was taken. */
  readonly tampering: (slot: Slot) => Promise<Tampering>;
  readonly release: (slot: Slot) => Promise<void>;
  /** Lists the folders of recorded slots that no longer exist. */
  readonly missing: () => Promise<readonly string[]>;
  /** Removes every unused slot that intorch made for this repository. Returns their folders. */
  readonly removeAll: () => Promise<readonly string[]>;
}

export interface SlotRequest {
  readonly commit: Sha;
  /**
   * Runs in the slot, without ignored files of before, when the command, a submodule's commit, or the content of the key files (paths in the
   * tree) changed since it last succeeded there. One that has not passed yet runs alone.
   */
  readonly setup: {
    readonly command: string;
    readonly key: readonly string[];
    readonly timeout_ms: number;
    /** Default: off. */
    readonly confinement?: Confinement;
    /** Absolute path of the log to append to. */
    readonly log: string;
    /** Aborting it ends set-up. */
    readonly signal?: AbortSignal;
    /** Called when set-up has to run, which may first wait for another one. */
    readonly onStart?: () => void;
  } | null;
}
