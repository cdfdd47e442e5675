/** What git itself reports about a merge with conflicts, before they are classified. */
import type { TreeEntry } from './conflict.ts';

/** A conflicted path with its three stages, as `merge-tree` reports it. */
export interface ConflictedPath {
  readonly path: string;
  readonly base: TreeEntry | null;
  readonly current: TreeEntry | null;
  readonly incoming: TreeEntry | null;
}

/** A message of git about a merge, e.g. of type `CONFLICT (modify/delete)`, with the paths it is about. */
export interface MergeMessage {
  readonly type: string;
  readonly paths: readonly string[];
  readonly text: string;
}
