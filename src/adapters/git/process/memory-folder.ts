import type { Stats } from 'node:fs';
import { mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

const SHARED_MEMORY = '/dev/shm';
/** @see statfs(2) */
const TMPFS_MAGIC = 0x01021994;
/** With less free memory than this, in bytes, the disk is used: others need it too. */
const LEAST_FREE = 256 << 20;
const PREFIX = 'intorch-objects-';
/** Age at which leftovers of a killed process are removed. */
const LEFTOVER_MS = 60 * 60 * 1000;

/** Makes a private folder in memory, of a name that nobody could know; null: there is no memory for files, or too little of it. */
export async function memoryFolder(place = SHARED_MEMORY): Promise<string | null> {
  try {
    const { type, bavail, bsize } = await statfs(place);
    if (type !== TMPFS_MAGIC || bavail * bsize < LEAST_FREE) return null;
    await removeLeftovers(place, (name) => name.startsWith(PREFIX));
    return await mkdtemp(join(place, PREFIX));
  } catch {
    return null;
  }
}

/** Removes the folders of this user that a killed process left in a place. Other processes work there too: what was listed a moment ago may be gone. */
export async function removeLeftovers(place: string, isOurs: (name: string) => boolean): Promise<void> {
  for (const name of (await readdir(place)).filter(isOurs)) {
    const found = await stat(join(place, name)).catch(() => null);
    if (found !== null && isLeft(found)) await rm(join(place, name), { recursive: true, force: true });
  }
}

function isLeft({ mtimeMs, uid }: Stats): boolean {
  return uid === (process.getuid?.() ?? uid) && Date.now() - mtimeMs > LEFTOVER_MS;
}
