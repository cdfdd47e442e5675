/**
 * The git directory of a slot. It is thrown away and made anew each time: nothing that a gate did to it (configuration, hooks, index
 * flags, objects under a wrong name) can reach the next one. It borrows the objects of the repository and has no remote, so a gate
 * cannot push; it has the tags, because builds ask for them.
 */
import { appendFile, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { COOKIE } from '../execa/gate-environment.ts';
import { gitRunner, type RunGit } from '../git/process/run.ts';
import type { SlotFolder } from './slot-folder.ts';
import { slotCookie } from './slot-setup.ts';

export interface SlotGitOptions {
  readonly common_dir: string;
  /** The operator's environment. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the operator's own configuration counts at checkout, with its filters (LFS): these are programs that run. */
  readonly filters: boolean;
  readonly onCommand?: ((line: string) => void) | undefined;
}

/** Without configuration from outside there are no filters, no excludes and no line endings but the branch's own. */
const NO_CONFIGURATION = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_LFS_SKIP_SMUDGE: '1',
};

/** Puts a commit into a slot's working copy: its tracked files exactly, ignored files as they were, nothing else. */
export async function putCommit(
  slot: SlotFolder,
  commit: Sha,
  previous: Sha | null,
  options: SlotGitOptions,
): Promise<void> {
  await makeGitDirectory(slot, options);
  const git = slotRunner(slot, options);
  if (previous !== null) {
    // The files there are compared by content, not by the times a gate may have set. What only the old commit tracks goes.
    const known = await git(['read-tree', previous], { ok: 'any' });
    if (known.exit_code === 0) await git(['update-index', '-q', '--really-refresh'], { ok: 'any' });
  }
  await git(['checkout', '--quiet', '--force', '--detach', commit]);
  await git(['clean', '-ffdq']);
}

/** Gives why no working copy can hold a commit, from what its checkout threw: that is the commit's fault. Anything else is thrown on. */
export function unfitOf(thrown: unknown): { readonly unfit: string } {
  const why = /invalid path '.*'|(?:cannot|unable to) (?:create|write) .*: File name too long/;
  const found =
    thrown instanceof IntorchError && thrown.code === 'GIT_FAILED' ? why.exec(thrown.message) : null;
  if (found === null) throw thrown;
  return { unfit: found[0] };
}

async function makeGitDirectory(slot: SlotFolder, options: SlotGitOptions): Promise<void> {
  const { common_dir, env, onCommand } = options;
  const ours = gitRunner({ git_dir: common_dir, env, onCommand });
  const format = (await ours(['rev-parse', '--show-object-format'])).stdout.trim();
  const tags = await ours(['for-each-ref', '--format=%(objectname) %(refname)', 'refs/tags']);
  await rm(slot.git_dir, { recursive: true, force: true });
  await mkdir(slot.directory, { recursive: true, mode: 0o700 });
  const init = ['init', '--quiet', '--template=', `--object-format=${format}`, '--initial-branch=slot'];
  await slotRunner(slot, options)(init, { env: NO_CONFIGURATION });
  await mkdir(join(slot.git_dir, 'objects', 'info'), { recursive: true });
  const alternates = `${alternatePath(join(common_dir, 'objects'))}\n`;
  await writeFile(join(slot.git_dir, 'objects', 'info', 'alternates'), alternates);
  if (tags.stdout !== '') await writeFile(join(slot.git_dir, 'packed-refs'), tags.stdout, 'latin1');
  await copyFile(join(common_dir, 'shallow'), join(slot.git_dir, 'shallow')).catch(() => {});
  await appendFile(join(slot.git_dir, 'config'), '[gc]\n\tauto = 0\n[maintenance]\n\tauto = false\n');
}

/** A path that begins with a quote is read as a quoted one. @see gitrepository-layout(5), objects/info/alternates */
function alternatePath(path: string): string {
  return /^"|\n/.test(path) ? JSON.stringify(path) : path;
}

/** Git directory and working copy are named: whatever a gate puts into the folder, nothing is discovered. */
function slotRunner(slot: SlotFolder, { env, filters, onCommand }: SlotGitOptions): RunGit {
  const git = gitRunner({ git_dir: slot.git_dir, env, onCommand });
  return (args, call = {}) =>
    git(args, {
      cwd: slot.directory,
      settings: filters ? [] : [['core.excludesFile', '/dev/null']],
      ...call,
      env: {
        GIT_WORK_TREE: slot.directory,
        GIT_OPTIONAL_LOCKS: '1',
        // A git that outlived its intorch must not write into the slot beside the next one.
        [COOKIE]: slotCookie(slot),
        ...(filters ? {} : NO_CONFIGURATION),
        ...call.env,
      },
    });
}
