import { IntorchError } from '../../../domain/shared/errors.ts';
import type { LocalChanges } from '../../../ports/git.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { Git } from '../process/run.ts';
import { gitDirOf } from '../process/surroundings.ts';

/** A worktree that takes longer to look through is not worth the wait: nothing depends on it. */
const PATIENCE_MS = 10_000;
const STATUS = ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=dirty'];

/** Lists what is not committed in a worktree, without writing its index; null: git does not say, or not in time. */
export async function localChanges(git: Git, worktree: string): Promise<LocalChanges | null> {
  const env = { GIT_DIR: gitDirOf(worktree), GIT_WORK_TREE: worktree };
  try {
    const { stdout } = await git(STATUS, { cwd: worktree, env, timeout_ms: PATIENCE_MS });
    return parseStatus(stdout);
  } catch (error) {
    if (error instanceof IntorchError) return null;
    throw error;
  }
}

/** Parses `( <two letters> SP <path> NUL [ <old path> NUL ] )*`. @see git-status(1), "Short Format", `-z` */
export function parseStatus(output: string): LocalChanges {
  const changed: string[] = [];
  const untracked: string[] = [];
  const fields = output.split('\0');
  for (let at = 0; at < fields.length; at += 1) {
    const field = fields[at] ?? '';
    const [letters, path] = [field.slice(0, 2), field.slice(3)];
    if (path === '') continue;
    if (letters === '??') untracked.push(decodePath(path));
    else if (letters !== '!!') changed.push(decodePath(path));
    // The path before a rename or copy follows by itself.
    if (!/[RC]/.test(letters)) continue;
    at += 1;
    if (letters.includes('R')) changed.push(decodePath(fields[at] ?? ''));
  }
  return { changed, untracked };
}
