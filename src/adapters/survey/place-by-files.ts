import { existsSync, lstatSync, readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseBranchName, parseSha } from '../../domain/shared/ids.ts';
import { gitDirOf, looksLikeGitDir, upwards } from '../git/process/surroundings.ts';

/** Where a repository is. */
export interface RepositoryPlace {
  /** Absolute path of the git directory that all worktrees share. */
  readonly common_dir: string;
  /** Top of the working tree; null when there is none. */
  readonly top_level: string | null;
}

/** What in a configuration may put the working tree elsewhere, or bring settings from another file. */
const UNUSUAL = /worktree|include|bare(?!\s*=\s*false)/i;

/**
 * Reads from its files where the repository is that a folder is in, as git would say: only where they say so plainly, and belong to us. null:
 * git has to be asked.
 * @see git source, setup.c, `setup_git_directory_gently_1`; gitrepository-layout(5), `commondir`
 */
export function placeByFiles(directory: string): RepositoryPlace | null {
  try {
    const folders = upwards(realpathSync(directory));
    const top_level = folders.find((each) => existsSync(join(each, '.git')) || looksLikeGitDir(each));
    const dot_git = top_level === undefined ? undefined : lstatSync(join(top_level, '.git'));
    if (top_level === undefined || !(dot_git?.isDirectory() || dot_git?.isFile())) return null;
    const git_dir = gitDirOf(top_level);
    const named = join(git_dir, 'commondir');
    const common_dir = existsSync(named) ? resolve(git_dir, readFileSync(named, 'utf8').trim()) : git_dir;
    const all = [dot_git, ...[directory, top_level, git_dir, common_dir].map((each) => statSync(each))];
    const isPlain =
      existsSync(join(git_dir, 'HEAD')) &&
      looksLikeGitDir(common_dir) &&
      !UNUSUAL.test(readFileSync(join(common_dir, 'config'), 'utf8')) &&
      all.every(isOurs) &&
      statSync(directory).dev === statSync(top_level).dev;
    return isPlain ? { common_dir, top_level } : null;
  } catch {
    return null;
  }
}

/**
 * Reads the tip of a branch from git's files; null: they do not tell, as where refs are in a table, or there is no such branch.
 * @see gitrepository-layout(5), `refs`, `packed-refs`
 */
export function tipByFiles(common_dir: string, branch: string): string | null {
  if (parseBranchName(branch) === null) return null;
  const ref = `refs/heads/${branch}`;
  const loose = parseSha(textOf(join(common_dir, ref)).trim());
  if (loose !== null) return loose;
  const line = textOf(join(common_dir, 'packed-refs'))
    .split('\n')
    .find((each) => each.endsWith(` ${ref}`));
  return line === undefined ? null : parseSha(line.slice(0, -ref.length - 1));
}

/**
 * Reads which branch a git directory has checked out; null: its files do not tell, as where refs are in a table, or on no branch.
 * @see gitrepository-layout(5), `HEAD`
 */
export function headByFiles(git_dir: string): string | null {
  const branch = /^ref: refs\/heads\/(.+)\n$/.exec(textOf(join(git_dir, 'HEAD')))?.[1];
  return branch === undefined || parseBranchName(branch) === null || branch === '.invalid' ? null : branch;
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Git refuses a repository of somebody else. */
function isOurs({ uid }: Stats): boolean {
  return uid === process.geteuid?.();
}
