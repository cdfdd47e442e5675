/**
 * What stands in a slot beside tracked files, as set-up left it. A verdict is of a tree: what the gates of another tree put, changed or
 * removed there must not decide it.
 */
import { lstatSync } from 'node:fs';
import { readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { matchesGlob } from '../../domain/shared/glob.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { decodePath, encodePath } from '../git/process/path-bytes.ts';
import type { SlotFolder } from './slot-folder.ts';
import { type SlotGitOptions, slotRunner } from './slot-git.ts';
import { type MissingSubmodule, submodulesOf } from './slot-submodules.ts';

/** Path below the slot (bytes as Latin-1) -> what changes with its content; FOLDER for folders. */
type Manifest = Map<string, string>;

const FOLDER = 'folder';

/** What is checked out in a slot. Submodules that are missing hold what set-up or a gate put there, perhaps a git directory of theirs. */
interface CheckedOut {
  readonly commit: Sha;
  readonly missing: readonly MissingSubmodule[];
}

/** Records what is in a slot beside tracked files. */
export async function recordManifest(
  slot: SlotFolder,
  there: CheckedOut,
  options: SlotGitOptions,
): Promise<void> {
  const temporary = `${slot.manifest}.tmp`;
  const entries = [...(await manifestOf(slot, there, options))];
  await writeFile(temporary, JSON.stringify(entries), { mode: 0o600 });
  await rename(temporary, slot.manifest);
}

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
  const isKept = (path: string) => !isCache(path, caches);
  if ([...left].some(([path, known]) => found.get(path) !== known && isKept(path))) return false;
  // What is in a folder comes before the folder.
  const added = [...found.keys()]
    .filter((path) => !left.has(path) && isKept(path))
    .sort()
    .reverse();
  for (const path of added) {
    const place = placeOf(slot.directory, path);
    // A folder that holds a cache stays.
    if (found.get(path) === FOLDER) await rmdir(place).catch(() => {});
    else await rm(place, { force: true });
  }
  return true;
}

async function readManifest(slot: SlotFolder): Promise<Manifest | null> {
  try {
    return new Map(JSON.parse(await readFile(slot.manifest, 'utf8')));
  } catch {
    return null;
  }
}

function isCache(path: string, caches: readonly string[]): boolean {
  const parts = decodePath(path).split('/');
  const above = parts.map((_, index) => parts.slice(0, index + 1).join('/'));
  return caches.some((glob) => above.some((each) => matchesGlob(glob.replace(/\/$/, ''), each)));
}

async function manifestOf(slot: SlotFolder, there: CheckedOut, options: SlotGitOptions): Promise<Manifest> {
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
    const inner = { ...slot, directory, git_dir: join(directory, '.git') };
    const at = `${below}${encodePath(path)}`;
    if (!missing.some(({ folder }) => folder === directory))
      await collectUntracked(inner, `${at}/`, { commit: link, missing }, options, found);
    else await collectAll(directory, '', `${at}/`, found);
  }
}

async function collect(root: string, path: string, below: string, found: Manifest): Promise<void> {
  const place = placeOf(root, path);
  const stats = lstatSync(place, { bigint: true });
  if (!stats.isDirectory()) {
    const { size, mode, ino, mtimeNs, ctimeNs, nlink } = stats;
    // The time of a change that nobody can set says nothing of a file that other slots link to (pnpm).
    found.set(`${below}${path}`, [size, mode, ino, mtimeNs, nlink === 1n ? ctimeNs : ''].join(' '));
    return;
  }
  found.set(`${below}${path}`, FOLDER);
  await collectAll(root, `${path}/`, below, found);
}

async function collectAll(root: string, folder: string, below: string, found: Manifest): Promise<void> {
  const names = await readdir(placeOf(root, folder), { encoding: 'latin1' });
  await Promise.all(names.map((name) => collect(root, `${folder}${name}`, below, found)));
}

function placeOf(root: string, path: string): Buffer {
  return Buffer.concat([Buffer.from(`${root}/`), Buffer.from(path, 'latin1')]);
}
