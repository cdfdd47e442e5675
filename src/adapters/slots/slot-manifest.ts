/**
 * What stands in a slot beside tracked files, as set-up left it. A verdict is of a tree: what the gates of another tree put, changed or
 * removed there must not decide it.
 */
import { lstatSync } from 'node:fs';
import { readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha } from '../../domain/shared/ids.ts';
import { encodePath } from '../git/process/path-bytes.ts';
import { innerSlot, type SlotFolder, slotPath } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';
import { type MissingSubmodule, submodulesOf } from './slot-submodules.ts';

/** Path below the slot (bytes as Latin-1) -> what changes with its content; FOLDER_ENTRY for folders. */
export type Manifest = Map<string, string>;

export const FOLDER_ENTRY = 'folder';

/** What is checked out in a slot. Submodules that are missing hold what set-up or a gate put there, perhaps a git directory of theirs. */
export interface CheckedOut {
  readonly commit: Sha;
  readonly missing: readonly MissingSubmodule[];
}

/** Records what is in a slot beside tracked files, and returns it. */
export async function recordManifest(
  slot: SlotFolder,
  there: CheckedOut,
  options: SlotGitOptions,
): Promise<Manifest> {
  const temporary = `${slot.manifest}.tmp`;
  const left = await manifestOf(slot, there, options);
  await writeFile(temporary, JSON.stringify([...left]), { mode: 0o600 });
  await rename(temporary, slot.manifest);
  return left;
}

/** Reads what was recorded; null: nothing that can be read. */
export async function readManifest(slot: SlotFolder): Promise<Manifest | null> {
  try {
    return new Map(JSON.parse(await readFile(slot.manifest, 'utf8')));
  } catch {
    return null;
  }
}

/** Looks at what is in a slot beside tracked files. */
export async function manifestOf(
  slot: SlotFolder,
  there: CheckedOut,
  options: SlotGitOptions,
): Promise<Manifest> {
  const found: Manifest = new Map();
  await collectUntracked(slot, '', there, options, found);
  return found;
}

/** Git says which entries are not tracked, because names differ from disk to disk; what is below them is read without it. */
async function collectUntracked(
  slot: SlotFolder,
  below: string,
  { commit, missing }: CheckedOut,
  options: SlotGitOptions,
  found: Manifest,
): Promise<void> {
  const { stdout } = await slotRunner(slot, options)(['ls-files', '-z', '--others', '--directory']);
  const entries = stdout.split('\0').filter((entry) => entry !== '');
  await Promise.all(entries.map((entry) => collect(slot.directory, entry.replace(/\/$/, ''), below, found)));
  for (const { path, commit: link } of await submodulesOf(slot, commit, options)) {
    const directory = join(slot.directory, path);
    const inner = innerSlot(slot, directory);
    const at = `${below}${encodePath(path)}`;
    if (!missing.some(({ folder }) => folder === directory))
      await collectUntracked(inner, `${at}/`, { commit: link, missing }, options, found);
    else await collectAll(directory, '', `${at}/`, found);
  }
}

async function collect(root: string, path: string, below: string, found: Manifest): Promise<void> {
  const known = entryAt(slotPath(root, path));
  if (known === null) return;
  found.set(`${below}${path}`, known);
  if (known === FOLDER_ENTRY) await collectAll(root, `${path}/`, below, found);
}

/** Returns what changes with the content of a path; null: nothing is there. */
export function entryAt(place: Buffer | string): string | null {
  const stats = lstatSync(place, { bigint: true, throwIfNoEntry: false });
  if (stats === undefined) return null;
  if (stats.isDirectory()) return FOLDER_ENTRY;
  const { size, mode, ino, mtimeNs, ctimeNs, nlink } = stats;
  // The time of a change that nobody can set says nothing of a file that other slots link to (pnpm).
  return [size, mode, ino, mtimeNs, nlink === 1n ? ctimeNs : ''].join(' ');
}

/** Looks at what is at these paths and below. */
export async function manifestBelow(slot: SlotFolder, paths: readonly string[]): Promise<Manifest> {
  const found: Manifest = new Map();
  await Promise.all(paths.map((path) => collect(slot.directory, path, '', found)));
  return found;
}

async function collectAll(root: string, folder: string, below: string, found: Manifest): Promise<void> {
  const names = await readdir(slotPath(root, folder), { encoding: 'latin1' });
  await Promise.all(names.map((name) => collect(root, `${folder}${name}`, below, found)));
}
