/** Puts a slot back as set-up left it, or without set-up to what is tracked. */
import { rm, rmdir } from 'node:fs/promises';
import { matchesGlob } from '../../domain/shared/glob.ts';
import { decodePath } from '../git/process/path-bytes.ts';
import { type SlotFolder, slotPath } from './slot-folder.ts';
import type { SlotGitOptions } from './slot-git.ts';
import {
  type CheckedOut,
  FOLDER_ENTRY,
  type Manifest,
  manifestBelow,
  manifestOf,
  readManifest,
} from './slot-manifest.ts';

/**
 * Removes what is new in a slot since set-up, or without set-up all that is not tracked; caches (globs of paths) stay. Returns whether the
 * rest is as set-up left it; false also where that is not known.
 */
export async function restoreSlot(
  slot: SlotFolder,
  there: CheckedOut,
  { isSetUp, caches }: { readonly isSetUp: boolean; readonly caches: readonly string[] },
  options: SlotGitOptions,
): Promise<boolean> {
  const left = isSetUp ? await readManifest(slot) : new Map<string, string>();
  if (left === null) return false;
  const found = await manifestOf(slot, there, options);
  if (!isAsLeft(left, caches, (path) => found.get(path))) return false;
  const added = [...found].filter(([path]) => !left.has(path));
  await removeAll(slot, new Map(added), caches);
  return true;
}

/** Removes what is at these paths and below, but for caches. */
export async function removeBelow(
  slot: SlotFolder,
  paths: readonly string[],
  caches: readonly string[],
): Promise<void> {
  if (paths.length > 0) await removeAll(slot, await manifestBelow(slot, paths), caches);
}

/** Checks whether all that set-up left is as it was, but for caches. */
export function isAsLeft(
  left: Manifest,
  caches: readonly string[],
  now: (path: string) => string | null | undefined,
): boolean {
  return ![...left].some(([path, known]) => now(path) !== known && !isCache(path, caches));
}

async function removeAll(slot: SlotFolder, found: Manifest, caches: readonly string[]): Promise<void> {
  // What is in a folder comes before the folder.
  const paths = [...found.keys()].filter((path) => !isCache(path, caches)).sort();
  for (const path of paths.reverse()) {
    const place = slotPath(slot.directory, path);
    // A folder that holds a cache stays.
    if (found.get(path) === FOLDER_ENTRY) await rmdir(place).catch(() => {});
    else await rm(place, { force: true });
  }
}

function isCache(path: string, caches: readonly string[]): boolean {
  if (caches.length === 0) return false;
  const parts = decodePath(path).split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return caches.some((glob) => above.some((each) => matchesGlob(glob.replace(/\/$/, ''), each)));
}
