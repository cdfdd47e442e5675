/**
 * This folder: workspaces for gates.
 *
 * One slot on disk, six names beside each other:
 *   slot-1/         the workspace, with a git directory that is made from scratch each time it is taken
 *   slot-1.json     what is in it; written before the folder, so that a folder without one is not ours
 *   slot-1.files    what set-up left beside tracked files
 *   slot-1.index    the index of the checkout, of which a gate gets a copy; believed by the process that wrote it
 *   slot-1.lock     who uses it
 *   slot-1.modules  repositories of submodules that set-up fetched; most slots have none
 */
import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../domain/shared/ids.ts';

export interface SlotFolder {
  readonly name: string;
  readonly directory: string;
  readonly git_dir: string;
  readonly record: string;
  readonly manifest: string;
  readonly index: string;
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
  /** Inode of the folder that intorch made; null: none yet, or a release that did not record it. */
  readonly inode: string | null;
  /** Whether a gate meddled here, so that the folder is thrown away before the next use. */
  readonly spoiled: boolean;
}

/** Returns the record of a slot that holds nothing yet. */
export function emptyRecord(common_dir: string): SlotRecord {
  return { common_dir, commit: null, setup_key: null, inode: null, spoiled: false };
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
    manifest: `${directory}.files`,
    index: `${directory}.index`,
    lock: `${directory}.lock`,
    modules: `${directory}.modules`,
  };
}

/** Returns the same for a submodule in a folder of the slot. */
export function innerSlot(slot: SlotFolder, directory: string): SlotFolder {
  const git_dir = join(directory, '.git');
  return { ...slot, directory, git_dir, index: join(git_dir, 'index') };
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
    const { common_dir, commit, setup_key, inode, spoiled } = JSON.parse(await readFile(slot.record, 'utf8'));
    if (typeof common_dir !== 'string') return null;
    return {
      common_dir,
      commit: typeof commit === 'string' ? parseSha(commit) : null,
      setup_key: typeof setup_key === 'string' ? setup_key : null,
      inode: typeof inode === 'string' ? inode : null,
      spoiled: spoiled === true,
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

/** Returns the inode of a real folder of this user; null: anything else is there, or nothing. */
export async function inodeOf(path: string): Promise<string | null> {
  const stats = await lstat(path, { bigint: true }).catch(() => null);
  return stats?.isDirectory() && isMine(stats.uid) ? String(stats.ino) : null;
}

/** Checks that nothing but the folder with this inode (null: any of this user's) is in the place of a slot's workspace. */
export async function isUnreplaced({ directory }: SlotFolder, inode: string | null): Promise<boolean> {
  const found = await inodeOf(directory);
  return found === null ? !(await isThere(directory)) : inode === null || found === inode;
}

/** Makes a slot's workspace, unless it is there as it was made. Returns its inode. Throws STATE_UNWRITABLE when it was replaced. */
export async function claimFolder(slot: SlotFolder, inode: string | null): Promise<string> {
  if (!(await isUnreplaced(slot, inode))) throw replaced(slot.directory);
  await mkdir(slot.directory, { recursive: true, mode: 0o700 });
  return (await inodeOf(slot.directory)) ?? Promise.reject(replaced(slot.directory));
}

/** Removes a slot's workspace, renamed first: what is deleted is what was checked. Throws STATE_UNWRITABLE when it was replaced. */
export async function removeFolder(slot: SlotFolder, inode: string | null): Promise<void> {
  if (!(await isThere(slot.directory))) return;
  if (!(await isUnreplaced(slot, inode))) throw replaced(slot.directory);
  const away = `${slot.directory}.${randomUUID()}`;
  await rename(slot.directory, away);
  if (!(await isUnreplaced({ ...slot, directory: away }, inode))) throw replaced(away);
  await removeTree(away);
}

/** Refuses a folder for slots in which other users can put folders of theirs. Throws STATE_UNWRITABLE. */
export async function refuseShared(root: string): Promise<void> {
  const { uid, mode } = await lstat(root, { bigint: true });
  const isOpen = (mode & 0o022n) !== 0n && (mode & 0o1000n) === 0n;
  if (isOpen || !(isMine(uid) || uid === 0n))
    throw new IntorchError('STATE_UNWRITABLE', `Other users can replace what is in ${root}`);
}

function isMine(uid: bigint): boolean {
  return Number(uid) === (process.getuid?.() ?? Number(uid));
}

function replaced(path: string): IntorchError {
  return new IntorchError('STATE_UNWRITABLE', `${path} is not the folder that intorch made`);
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

/** Returns the place of a path below a folder (bytes as Latin-1). */
export function slotPath(root: string, path: string): Buffer | string {
  if (/^[\0-\x7f]*$/.test(path)) return `${root}/${path}`;
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}
