/** Finds branches that a rebase or bisection in some worktree will move when it ends. HEAD is detached meanwhile. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BranchName } from '../../../domain/shared/ids.ts';

const BRANCHES = 'refs/heads/';

/** The branch, and what is in progress on it. */
export interface InHand {
  readonly branch: BranchName;
  readonly busy: 'rebase' | 'bisect';
}

/**
 * Returns the branch that a rebase or bisection in a git directory (of the main or a linked worktree) works on; null: none.
 * @see git source, branch.c, prepare_checked_out_branches
 */
export function inHand(git_dir: string): InHand | null {
  for (const folder of ['rebase-merge', 'rebase-apply']) {
    const name = text(join(git_dir, folder, 'head-name'));
    if (name?.startsWith(BRANCHES))
      return { branch: name.slice(BRANCHES.length) as BranchName, busy: 'rebase' };
  }
  const bisected = text(join(git_dir, 'BISECT_START'));
  const isName = bisected !== null && bisected !== '' && !/^[0-9a-f]{40,64}$/.test(bisected);
  return isName ? { branch: bisected as BranchName, busy: 'bisect' } : null;
}

function text(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').replace(/\n$/, '');
  } catch {
    return null;
  }
}
