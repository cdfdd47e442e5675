/**
 * Which names stand in which folders of a slot. The time of a folder's last change, which nobody can set, says whether they are as they were:
 * where it is, the folder is not read again. What is in a file, git's index says.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { slotPath } from './slot-folder.ts';
import { stampOf } from './stamps.ts';

interface Folder {
  /** Changes with its names; null: it changed so lately that another change might not show. */
  readonly stamp: string | null;
  /** Names (bytes as Latin-1), and whether each is a folder. */
  readonly names: ReadonlyMap<string, boolean>;
  /** Paths of its folders. */
  readonly folders: readonly string[];
  /** What changes with its `.gitignore`; empty: it has none. */
  readonly rules: string;
}

export interface Picture {
  /** Path below the slot (bytes as Latin-1; empty for itself) -> folder, but for its git directory. */
  readonly folders: ReadonlyMap<string, Folder>;
  /** What changes with the files that say what git ignores. */
  readonly rules: string;
}

/** Looks at a slot, and reads what changed since it was looked at before. */
export function pictureOf(root: string, before?: Picture): Picture {
  const folders = new Map<string, Folder>();
  const rules: string[] = [];
  const enter = (path: string) => {
    const stats = lstatSync(slotPath(root, path), { throwIfNoEntry: false });
    if (!stats?.isDirectory()) return;
    const stamp = stampOf(stats);
    const known = before?.folders.get(path);
    const folder = stamp !== null && known?.stamp === stamp ? known : read(root, path, stamp);
    folders.set(path, folder);
    if (folder.rules !== '') rules.push(`${path}/${folder.rules}`);
    for (const each of folder.folders) enter(each);
  };
  enter('');
  return { folders, rules: rules.join('\n') };
}

function read(root: string, path: string, stamp: string | null): Folder {
  const names = new Map<string, boolean>();
  for (const entry of readdirSync(slotPath(root, path), { encoding: 'latin1', withFileTypes: true }))
    if (path !== '' || entry.name !== '.git') names.set(entry.name, entry.isDirectory());
  const folders = [...names].flatMap(([name, isFolder]) => (isFolder ? [below(path, name)] : []));
  const place = slotPath(root, below(path, '.gitignore'));
  const stats = names.has('.gitignore') ? lstatSync(place, { throwIfNoEntry: false }) : undefined;
  return { stamp, names, folders, rules: stats === undefined ? '' : `${stats.ino} ${stats.ctimeMs}` };
}

/** Lists what stands in folders that both know, and did not before: `other` than it was, a folder or none, or `fresh`. */
export function newIn(
  before: Picture,
  now: Picture,
): { readonly other: readonly string[]; readonly fresh: readonly string[] } {
  const other: string[] = [];
  const fresh: string[] = [];
  for (const [path, folder] of now.folders) {
    const known = before.folders.get(path);
    if (known === undefined || known === folder) continue;
    for (const [name, isFolder] of folder.names) {
      const was = known.names.get(name);
      if (was !== isFolder) (was === undefined ? fresh : other).push(below(path, name));
    }
  }
  return { other, fresh };
}

/** Checks whether something stands at a path. */
export function isIn(picture: Picture, path: string): boolean {
  const at = path.lastIndexOf('/');
  return picture.folders.get(path.slice(0, Math.max(0, at)))?.names.has(path.slice(at + 1)) ?? false;
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
