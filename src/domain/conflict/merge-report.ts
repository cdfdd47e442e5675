/** What git itself reports of a merge that conflicts, before anybody has classified it. */
import type { Entry } from './conflict.ts';

/** A conflicted path with its three stages, as `merge-tree` reports it. */
export interface ConflictedPath {
  readonly path: string;
  readonly base: Entry | null;
  readonly current: Entry | null;
  readonly incoming: Entry | null;
}

/** What git says about a merge, e.g. type `CONFLICT (modify/delete)` with the paths it is about. */
export interface MergeMessage {
  readonly type: string;
  readonly paths: readonly string[];
  readonly text: string;
}
