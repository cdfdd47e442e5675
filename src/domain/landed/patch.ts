import type { Instant, Sha } from '../shared/ids.ts';

/** Lines that a change takes out and puts in at one place, without those around them. */
export interface PatchHunk {
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What a change does to one file. */
export interface FilePatch {
  /** After the change; of a file that it deletes, before it. */
  readonly path: string;
  /** Its path before the change: another one where it was moved. */
  readonly from: string;
  /** Object names of the file before and after; null: it is not there. */
  readonly before: string | null;
  readonly after: string | null;
  /** None for binary files, and for those that are too long to be compared. */
  readonly hunks: readonly PatchHunk[];
}

/** A commit with what it changes. */
export interface CommitPatch {
  readonly commit: Sha;
  readonly parents: readonly Sha[];
  readonly authored_at: Instant;
  readonly committed_at: Instant;
  /** Subject and body. */
  readonly message: string;
  readonly files: readonly FilePatch[];
}
