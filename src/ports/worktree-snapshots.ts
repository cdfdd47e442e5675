/** The content of worktrees as trees, without writing anything into them or into the repository. */
import type { Sha } from '../domain/shared/ids.ts';

export type WorktreeSnapshot =
  | { readonly is: 'clean' }
  /** The tree of all that is not ignored, and how many files are not as committed. */
  | { readonly is: 'counted'; readonly tree: Sha; readonly files: number }
  /** Two snapshots, one right after the other, differ. */
  | { readonly is: 'unstable'; readonly files: number }
  | { readonly is: 'too_large'; readonly files: number }
  /** Git does not say, or not in time. */
  | { readonly is: 'unreadable' };

export interface WorktreeSnapshots {
  /** Takes a snapshot of a worktree by its absolute path. Never rejects because of what is in it. */
  readonly take: (worktree: string) => Promise<WorktreeSnapshot>;
  /** Ends the git processes. */
  readonly close: () => Promise<void>;
}
