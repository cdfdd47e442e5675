import { constants, lstatSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { codeOf } from '../../domain/shared/system-error.ts';
import { notOfOurKind } from './failure.ts';

/** Mode of every file that holds state: only its owner can read and write it. */
export const PRIVATE_FILE = 0o600;

/**
 * Creates an empty file with mode 0600 whatever the umask, unless it exists. Otherwise SQLite would create it by the umask; it gives its
 * side files the mode of the main one. An existing file must not be opened: closing it would drop every lock that this process has on it
 * (fcntl).
 */
export async function createPrivateFile(path: string): Promise<void> {
  try {
    const file = await open(path, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, PRIVATE_FILE);
    await file.chmod(PRIVATE_FILE).finally(() => file.close());
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    refuseOther(path);
  }
}

/** Refuses what is no file. @throws STATE_UNWRITABLE */
export function refuseOther(path: string): void {
  if (!lstatSync(path).isFile()) throw notOfOurKind(path, 'file');
}
