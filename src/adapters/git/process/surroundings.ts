/** What lies around a folder, read from files: git itself is not asked, because what it would do there is the question. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';

/** Returns the git directory of a worktree: `.git` is a folder, or a file that names it; without `.git`, the worktree is bare. */
export function gitDirOf(worktree: string): string {
  const dot_git = join(worktree, '.git');
  const found = statSync(dot_git, { throwIfNoEntry: false });
  if (found === undefined) return worktree;
  if (found.isDirectory()) return dot_git;
  const named = /^gitdir: (.+)\n?$/.exec(textOf(dot_git))?.[1];
  return named === undefined ? dot_git : resolve(worktree, named);
}

/** Lists the working trees of the repository that a folder (or a git directory) belongs to, as real paths. */
export function treesAround(folder: string): readonly string[] {
  const tree = upwards(folder).find((each) => existsSync(join(each, '.git')));
  if (tree === undefined) return [];
  const git_dir = gitDirOf(tree);
  const common = resolve(git_dir, textOf(join(git_dir, 'commondir')).trim());
  const worktrees = join(common, 'worktrees');
  const linked = (existsSync(worktrees) ? readdirSync(worktrees) : []).map((name) =>
    dirname(textOf(join(worktrees, name, 'gitdir')).trim()),
  );
  return [tree, ...linked, ...(common.endsWith(`${sep}.git`) ? [dirname(common)] : [])].flatMap(realPath);
}

/**
 * Checks whether a folder lies in a bare repository of the operator: one that stands alone, that the working tree around it names as its own,
 * or that is git's own folder. Any other lies in a working tree, where a branch may have brought it with its configuration.
 */
export function isInOwnBareRepository(folder: string): boolean {
  const above = upwards(realPath(folder)[0] ?? folder);
  const at = above.findIndex((each) => existsSync(join(each, '.git')) || looksLikeGitDir(each));
  const bare = above[at];
  if (bare === undefined || existsSync(join(bare, '.git'))) return false;
  const tree = above.slice(at + 1).find((each) => existsSync(join(each, '.git')));
  const named = tree === undefined ? bare : realPath(gitDirOf(tree))[0];
  return named === bare || bare.split(sep).includes('.git');
}

/** Checks whether a folder looks like a git directory to git. @see git source, setup.c, `is_git_directory` */
export function looksLikeGitDir(folder: string): boolean {
  return ['HEAD', 'objects', 'refs'].every((name) => existsSync(join(folder, name)));
}

/** Returns a folder and all those above it. */
export function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

function realPath(path: string): readonly string[] {
  try {
    return [realpathSync(path)];
  } catch {
    return [];
  }
}

function textOf(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}
