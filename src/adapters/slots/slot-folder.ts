/**
 * This folder: working copies for gates.
 *
 * One slot on disk, three names beside each other:
 *   slot-1/       the working copy, with a git directory that is made anew each time it is taken
 *   slot-1.json   what is in it; written before the folder, so that a folder without one is not ours
 *   slot-1.lock   who uses it
 */
import { chmod, lstat, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSha, type Sha } from '../../domain/shared/ids.ts';

export interface SlotFolder {
  readonly name: string;
  readonly directory: string;
  readonly git_dir: string;
  readonly record: string;
  readonly lock: string;
}

export interface SlotRecord {
  /** The repository the slot belongs to. */
  readonly common_dir: string;
  /** The commit whose files are in the folder; null: unknown or none. */
  readonly commit: Sha | null;
  /** What set-up last succeeded with; null: nothing. */
  readonly setup_key: string | null;
}

/** Gives the names of the slot with that number. */
export function slotFolder(root: string, ordinal: number): SlotFolder {
  const name = `slot-${ordinal}`;
  const directory = join(root, name);
  return {
    name,
    directory,
    git_dir: join(directory, '.git'),
    record: `${directory}.json`,
    lock: `${directory}.lock`,
  };
}

/** Gives every slot that has a record below a folder. */
export async function recordedSlots(root: string): Promise<readonly SlotFolder[]> {
  const names = await readdir(root).catch(() => []);
  const ordinals = names.flatMap((name) => /^slot-(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  return ordinals.sort((a, b) => a - b).map((ordinal) => slotFolder(root, ordinal));
}

/** Reads what is in a slot; null: no record, or none that can be read. */
export async function readRecord(slot: SlotFolder): Promise<SlotRecord | null> {
  try {
    const { common_dir, commit, setup_key } = JSON.parse(await readFile(slot.record, 'utf8'));
    if (typeof common_dir !== 'string') return null;
    return {
      common_dir,
      commit: typeof commit === 'string' ? parseSha(commit) : null,
      setup_key: typeof setup_key === 'string' ? setup_key : null,
    };
  } catch {
    return null;
  }
}

/** Writes what is in a slot, whole or not at all. */
export async function writeRecord(slot: SlotFolder, record: SlotRecord): Promise<void> {
  const temporary = `${slot.record}.tmp`;
  await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, slot.record);
}

/** Says whether something has that name. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

/** Removes a folder, also where a gate took away the rights to do so. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {
    await openUp(path);
    await rm(path, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function openUp(path: string): Promise<void> {
  const stats = await lstat(path).catch(() => null);
  if (!stats?.isDirectory()) return;
  await chmod(path, 0o700);
  for (const name of await readdir(path)) await openUp(join(path, name));
}
