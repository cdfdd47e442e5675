import { copyFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import type { SlotFolder } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';
import { countEntries } from './slot-index.ts';
import { makeRepository } from './slot-repository.ts';

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
  // Before the first git: who knew this slot finds that somebody else was here.
  if (!isOwn(slot)) for (const path of [slot.index, `${slot.index}.lock`]) await rm(path, { force: true });
  await makeRepository(slot, options);
  const git = slotRunner(slot, options);
  if (previous !== null) {
    // Compare the files there by content, not by times that a gate may have set. Checkout then removes what only the old commit tracks.
    const known = await git(['read-tree', previous], { ok: 'any' });
    if (known.exit_code === 0) await git(['update-index', '-q', '--really-refresh'], { ok: 'any' });
  }
  await checkOut(slot, commit, options);
  await git(['clean', '-ffdq']);
  await refuseOther(slot, commit, options);
}

/**
 * Checks another commit out where the index is as git left it: git writes the files that differ from it in content, kind, or a time that
 * nobody can set. It looks at each of them, but opens none. @throws OBJECT_MISSING, as {@link putCommit}
 */
export async function moveCommit(slot: SlotFolder, commit: Sha, options: SlotGitOptions): Promise<void> {
  await makeRepository(slot, options);
  await checkOut(slot, commit, options);
  if ((await countEntries(slot.index)) === 0) await refuseOther(slot, commit, options);
}

async function checkOut(slot: SlotFolder, commit: Sha, options: SlotGitOptions): Promise<void> {
  await slotRunner(slot, options)(['checkout', '--quiet', '--force', '--detach', commit]);
  if (!isOwn(slot)) await copyFile(slot.index, join(slot.git_dir, 'index'));
}

/** A submodule has its index where gates find it, because its repository is made from scratch each time. */
function isOwn(slot: SlotFolder): boolean {
  return slot.index === join(slot.git_dir, 'index');
}

async function refuseOther(slot: SlotFolder, commit: Sha, options: SlotGitOptions): Promise<void> {
  const git = slotRunner(slot, options);
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
