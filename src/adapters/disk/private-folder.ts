/**
 * The base of the stores: folders and files that only their owner can read, written completely or not at all. Whatever the umask, folders
 * are 0700 and files 0600. Refuses a symbolic link or somebody else's folder in place of ours.
 */
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import { codeOf } from '../../domain/shared/system-error.ts';
import { notOfOurKind, unwritable } from './failure.ts';

const PRIVATE_FOLDER = 0o700;

/** Creates a folder for the owner alone, and missing ones above it. Restricts an existing folder to its owner. */
export async function makePrivateFolder(path: string): Promise<void> {
  try {
    await makeMissing(path);
    const stats = await lstat(path);
    refuseForeign(path, stats);
    if ((stats.mode & 0o777) !== PRIVATE_FOLDER) await chmod(path, PRIVATE_FOLDER);
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Refuses a path of which a part below `root` is there and no real folder: what a link leads to is somebody else's. @throws STATE_UNWRITABLE */
export async function refuseLinks(root: string, path: string): Promise<void> {
  for (let place = path; place !== root && place.startsWith(root); place = dirname(place)) {
    const stats = await lstat(place).catch(() => null);
    if (stats !== null && !stats.isDirectory())
      throw new IntorchError('STATE_UNWRITABLE', `${place} is not a folder`);
  }
}

/** Creates one level after the other: created all in one call, the umask could lock us out of an upper level. */
async function makeMissing(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: PRIVATE_FOLDER });
    await chmod(path, PRIVATE_FOLDER);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    // Somewhere above is no folder.
    if (codeOf(error) === 'ENOTDIR') return makePrivateFolder(dirname(path));
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeMissing(dirname(path));
    await makeMissing(path);
  }
}

function refuseForeign(path: string, stats: Stats): void {
  const me = process.getuid?.() ?? null;
  if (!stats.isDirectory()) throw notOfOurKind(path, 'folder');
  if (me !== null && me !== 0 && stats.uid !== me) {
    throw new IntorchError('STATE_UNWRITABLE', `${path} belongs to another user`);
  }
}
