/**
 * This folder: workspaces for gates.
 *
 * One slot on disk, four names beside each other:
 *   slot-1/         the workspace, with a git directory that is made from scratch each time it is taken
 *   slot-1.json     what is in it; written before the folder, so that a folder without one is not ours
 *   slot-1.lock     who uses it
 *   slot-1.modules  repositories of submodules that set-up fetched; most slots have none
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
  readonly modules: string;
}

export interface SlotRecord {
  /** The repository that the slot belongs to. */
  readonly common_dir: string;
  /** The commit whose files are in the folder; null: unknown or none. */
  readonly commit: Sha | null;
  /** Key of the last successful set-up; null: none. */
  readonly setup_key: string | null;
}

/** Returns the paths of the slot with that number. */
export function slotFolder(root: string, ordinal: number): SlotFolder {
  const name = `slot-${ordinal}`;
  const directory = join(root, name);
  return {
    name,
    directory,
    git_dir: join(directory, '.git'),
    record: `${directory}.json`,
    lock: `${directory}.lock`,
    modules: `${directory}.modules`,
  };
}

/** Returns the cookie of every process that fills a slot. Leftovers of a killed intorch are found by it and ended before reuse. */
export function slotCookie({ record }: SlotFolder): string {
  return `slot:${record.replace(/\.json$/, '')}`;
}

/** Lists every slot below a folder that has a record. */
export async function recordedSlots(root: string): Promise<readonly SlotFolder[]> {
  const names = await readdir(root).catch(() => []);
  const ordinals = names.flatMap((name) => /^slot-(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  return ordinals.sort((a, b) => a - b).map((ordinal) => slotFolder(root, ordinal));
}

/** Reads the record of a slot; null: none, or an unreadable one. */
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

/** Writes the record of a slot, completely or not at all. */
export async function writeRecord(slot: SlotFolder, record: SlotRecord): Promise<void> {
  const temporary = `${slot.record}.tmp`;
  await writeFile(temporary, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  await rename(temporary, slot.record);
}

/** Checks whether anything exists at a path. */
export async function isThere(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null)) !== null;
}

/** Removes a folder, even if a gate took away the permissions to do so. */
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
