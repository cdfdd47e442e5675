/** This folder: durable and private files; other adapters stand on it. */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../domain/shared/system-error.ts';
import { unwritable } from './failure.ts';
import { PRIVATE_FILE } from './private-file.ts';

const NEW_FILE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const TEMPORARY = /^\.intorch-(\d+)-[0-9a-f]{16}\.tmp$/;

/**
 * Writes a file completely or not at all: a temporary file, every byte written and counted, fsync, rename, fsync of the folder. An older
 * file of that name stays until the new one is complete. Rejects with STATE_UNWRITABLE.
 */
export async function writeDurably(folder: string, name: string, content: Uint8Array): Promise<void> {
  await put(folder, name, content, (file) => file.sync());
  await syncFolder(folder).catch((error: unknown) => {
    throw unwritable(join(folder, name), error);
  });
}

/** The same without waiting for the disk: nobody sees a part of it, but it may be lost when the power fails. */
export function writeWhole(folder: string, name: string, content: Uint8Array): Promise<void> {
  return put(folder, name, content, async () => {});
}

async function put(
  folder: string,
  name: string,
  content: Uint8Array,
  settle: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const temporary = join(folder, `.intorch-${process.pid}-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeNew(temporary, content, settle);
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw unwritable(join(folder, name), error);
  }
}

/** Removes temporary files left behind by writers that are no longer alive. */
export async function sweepTemporaries(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  const stale = names.filter((name) => {
    const writer = Number(TEMPORARY.exec(name)?.[1] ?? process.pid);
    return writer !== process.pid && !isAlive(writer);
  });
  await Promise.all(stale.map((name) => rm(join(folder, name), { force: true }).catch(() => {})));
}

async function writeNew(
  path: string,
  content: Uint8Array,
  settle: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(path, NEW_FILE, PRIVATE_FILE);
  try {
    await file.chmod(PRIVATE_FILE);
    await writeAll(file, content);
    const { size } = await file.stat();
    if (size !== content.byteLength) throw new Error(`${size} of ${content.byteLength} bytes arrived`);
    await settle(file);
  } finally {
    await file.close();
  }
}

/** Writes all bytes. A full disk first shows as a short write, and as an error only on the next attempt. */
async function writeAll(file: FileHandle, content: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < content.byteLength) {
    const { bytesWritten } = await file.write(content, offset, content.byteLength - offset, offset);
    offset += bytesWritten;
  }
}

/**
 * Syncs a folder, which makes a rename in it durable. Ignores file systems that cannot sync a folder (some network file systems): nothing
 * more can be done there.
 */
export async function syncFolder(folder: string): Promise<void> {
  await syncPath(folder).catch((error: unknown) => {
    if (codeOf(error) !== 'EINVAL') throw error;
  });
}

/** Brings what a file holds to the disk; rejects with ENOENT where there is none. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}
