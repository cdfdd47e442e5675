/**
 * The floor that the stores stand on: folders and files that only their owner may read, written completely or not at all. Whatever
 * the umask is, folders are 0700 and files 0600; a symbolic link or somebody else's folder in our place is refused.
 */
import type { Stats } from 'node:fs';
import { chmod, lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import { codeOf, unwritable } from './failure.ts';

const PRIVATE_FOLDER = 0o700;

/** Makes a folder, and those above it that are missing, for the owner alone; one that is there is tightened. */
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

/** One level at a time: made in one go, a level above could be closed to ourselves by the umask. */
async function makeMissing(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: PRIVATE_FOLDER });
    await chmod(path, PRIVATE_FOLDER);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await makeMissing(dirname(path));
    await makeMissing(path);
  }
}

function refuseForeign(path: string, stats: Stats): void {
  const me = process.getuid?.() ?? null;
  if (!stats.isDirectory()) throw new IntorchError('STATE_UNWRITABLE', `${path} is not a folder`);
  if (me !== null && me !== 0 && stats.uid !== me) {
    throw new IntorchError('STATE_UNWRITABLE', `${path} belongs to another user`);
  }
}
