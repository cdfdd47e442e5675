/**
 * Creates the git directory of a slot, from scratch each time. Nothing that a gate did to it can reach the next one: configuration,
 * hooks, index flags, objects under a wrong name. It borrows the objects of the repository and has no remote, so that a gate cannot push.
 * It has the tags, because builds ask for them, and the branches, because runners of what is affected compare with `main` or `origin/main`.
 */
import { appendFile, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { COOKIE } from '../execa/gate-environment.ts';
import { gitRunner, type RunGit } from '../git/process/run.ts';
import { type SlotFolder, slotCookie } from './slot-folder.ts';

export interface SlotGitOptions {
  readonly common_dir: string;
  /** Folder with objects of our own, which are borrowed too; default: none. */
  readonly own_objects?: string | undefined;
  /** The operator's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onCommand?: ((line: string) => void) | undefined;
  /** Folders with repositories of submodules; default: those of the repository, of its worktrees and of the slot. */
  readonly modules?: readonly string[];
}

const GIVEN_REFS = ['refs/tags', 'refs/heads', 'refs/remotes'];

/** Without outside configuration there are no filters and no excludes, and only the branch sets line endings. */
const NO_CONFIGURATION = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_LFS_SKIP_SMUDGE: '1',
};

/**
 * Checks a commit out in a slot's workspace: exactly its tracked files, ignored files as they were, nothing else.
 * @throws OBJECT_MISSING where it holds something else afterwards: git takes a tree that is not there for an empty one
 */
export async function putCommit(
  slot: SlotFolder,
  commit: Sha,
  previous: Sha | null,
  options: SlotGitOptions,
): Promise<void> {
  await makeGitDirectory(slot, options);
  const git = slotRunner(slot, options);
  if (previous !== null) {
    // Compare the files there by content, not by times that a gate may have set. Checkout then removes what only the old commit tracks.
    const known = await git(['read-tree', previous], { ok: 'any' });
    if (known.exit_code === 0) await git(['update-index', '-q', '--really-refresh'], { ok: 'any' });
  }
  await git(['checkout', '--quiet', '--force', '--detach', commit]);
  await git(['clean', '-ffdq']);
  const { exit_code } = await git(['diff-index', '--cached', '--quiet', commit], { ok: [0, 1] });
  const { stdout } = await git(['ls-files', '-z', '--deleted']);
  if (exit_code !== 0 || stdout !== '')
    throw new IntorchError('OBJECT_MISSING', `${slot.directory} does not hold the tree of ${commit}`);
}

/** Returns why no workspace can hold a commit, if its failed checkout was the commit's fault. Throws any other error on. */
export function unfitOf(thrown: unknown): { readonly unfit: string } {
  const why = /invalid path '.*'|(?:cannot|unable to) (?:create|write) .*: File name too long/;
  const found =
    thrown instanceof IntorchError && thrown.code === 'GIT_FAILED' ? why.exec(thrown.message) : null;
  if (found === null) throw thrown;
  return { unfit: found[0] };
}

async function makeGitDirectory(slot: SlotFolder, options: SlotGitOptions): Promise<void> {
  const { common_dir, own_objects, env, onCommand } = options;
  const ours = gitRunner({ git_dir: common_dir, env, onCommand });
  // The folder that a submodule's repository names as its working tree may be gone.
  const asked = { env: { GIT_WORK_TREE: common_dir } };
  const format = (await ours(['rev-parse', '--show-object-format'], asked)).stdout.trim();
  const refs = await ours(['for-each-ref', '--format=%(objectname) %(refname)', ...GIVEN_REFS], asked);
  await rm(slot.git_dir, { recursive: true, force: true });
  await mkdir(slot.directory, { recursive: true, mode: 0o700 });
  const init = ['init', '--quiet', '--template=', `--object-format=${format}`, '--initial-branch=slot'];
  await slotRunner(slot, options)(init, { env: NO_CONFIGURATION });
  await mkdir(join(slot.git_dir, 'objects', 'info'), { recursive: true });
  const lenders = [join(common_dir, 'objects'), ...(own_objects === undefined ? [] : [own_objects])];
  const alternates = lenders.map((folder) => `${alternatePath(folder)}\n`).join('');
  await writeFile(join(slot.git_dir, 'objects', 'info', 'alternates'), alternates);
  if (refs.stdout !== '') await writeFile(join(slot.git_dir, 'packed-refs'), refs.stdout, 'latin1');
  await copyFile(join(common_dir, 'shallow'), join(slot.git_dir, 'shallow')).catch(() => {});
  await appendFile(join(slot.git_dir, 'config'), '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n');
}

/** Quotes a path that would otherwise be read as quoted. @see gitrepository-layout(5), objects/info/alternates */
function alternatePath(path: string): string {
  return /^"|\n/.test(path) ? JSON.stringify(path) : path;
}

/** Runs git with explicit git directory and workspace: whatever a gate puts into the folder, git discovers nothing. */
export function slotRunner(slot: SlotFolder, { env, onCommand }: SlotGitOptions): RunGit {
  const git = gitRunner({ git_dir: slot.git_dir, env, onCommand });
  return (args, call = {}) =>
    git(args, {
      cwd: slot.directory,
      settings: [['core.excludesFile', '/dev/null']],
      ...call,
      env: {
        GIT_WORK_TREE: slot.directory,
        GIT_OPTIONAL_LOCKS: '1',
        // A git that outlived its intorch must not write into the slot at the same time as the next one.
        [COOKIE]: slotCookie(slot),
        ...NO_CONFIGURATION,
        ...call.env,
      },
    });
}
