/** Finds where a worktree's folder is when it is not where git thinks: people move folders without `git worktree move`. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { WorktreeInfo } from '../../../ports/git.ts';

/** Limit of names to look at in each folder. */
const MOST_LOOKED_AT = 2_000;

/** Returns where a worktree's folder is. One that was moved is looked for beside its old place, and beside the repository. */
export function worktreeFolder(common_dir: string, path: string): WorktreeInfo['folder'] {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return { is: 'there' };
  const id = idOf(common_dir, path);
  const own = id === null ? null : join(common_dir, 'worktrees', id);
  const to = own === null ? undefined : nearby(common_dir, path).find((folder) => isWorktree(folder, own));
  return to === undefined ? { is: 'gone' } : { is: 'moved', to };
}

/** Returns the name under which git keeps a worktree; null: it keeps none with this path. @see gitrepository-layout(5), `worktrees` */
function idOf(common_dir: string, path: string): string | null {
  const folder = join(common_dir, 'worktrees');
  const known = namesIn(folder).find((id) => {
    const dot_git = textOf(join(folder, id, 'gitdir'));
    return dot_git !== null && dirname(resolve(folder, id, dot_git)) === path;
  });
  return known ?? null;
}

function nearby(common_dir: string, path: string): readonly string[] {
  const around = [...new Set([dirname(path), dirname(common_dir), dirname(dirname(common_dir))])];
  return around.flatMap((folder) => namesIn(folder).map((name) => join(folder, name)));
}

/** Checks whether a folder says that it is the worktree that git keeps as `own`, or kept so before the repository was moved as well. */
function isWorktree(folder: string, own: string): boolean {
  const named = /^gitdir: (.+)$/.exec(textOf(join(folder, '.git')) ?? '')?.[1];
  if (named === undefined) return false;
  const said = resolve(folder, named);
  const [there, here] = [said, own].map((path) => statSync(path, { throwIfNoEntry: false }));
  if (there !== undefined) return there.ino === here?.ino && there.dev === here.dev;
  return basename(said) === basename(own) && basename(dirname(said)) === 'worktrees';
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).slice(0, MOST_LOOKED_AT);
  } catch {
    return [];
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch {
    return null;
  }
}
