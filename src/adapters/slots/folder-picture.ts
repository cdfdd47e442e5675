/**
 * Which names stand in which folders of a slot. The time of a folder's last change, which nobody can set, says whether they are as they were:
 * where it is, the folder is not read again. What is in a file, git's index says.
 */
import { lstatSync, readdirSync } from 'node:fs';
import { placeOf } from './slot-folder.ts';
import { stampOf } from './stamps.ts';

interface Folder {
  /** Changes with its names; null: it changed so lately that another change might not show. */
  readonly stamp: string | null;
  /** Names (bytes as Latin-1), and whether each is a folder. */
  readonly names: ReadonlyMap<string, boolean>;
  /** What changes with its `.gitignore`; empty: it has none. */
  readonly ignore: string;
}

/** Path below the slot (bytes as Latin-1; empty for itself) -> folder, but for its git directory. */
export type Picture = ReadonlyMap<string, Folder>;

/** Looks at a slot, and reads what changed since it was looked at before. */
export function pictureOf(root: string, before: Picture = new Map()): Picture {
  const found = new Map<string, Folder>();
  const enter = (path: string) => {
    const stats = lstatSync(placeOf(root, path), { throwIfNoEntry: false });
    if (!stats?.isDirectory()) return;
    const stamp = stampOf(stats);
    const known = before.get(path);
    const folder = stamp !== null && known?.stamp === stamp ? known : read(root, path, stamp);
    found.set(path, folder);
    for (const [name, isFolder] of folder.names) if (isFolder) enter(below(path, name));
  };
  enter('');
  return found;
}

function read(root: string, path: string, stamp: string | null): Folder {
  const names = new Map<string, boolean>();
  for (const entry of readdirSync(placeOf(root, path), { encoding: 'latin1', withFileTypes: true }))
    if (path !== '' || entry.name !== '.git') names.set(entry.name, entry.isDirectory());
  const place = placeOf(root, below(path, '.gitignore'));
  const rules = names.has('.gitignore') ? lstatSync(place, { throwIfNoEntry: false }) : undefined;
  return { stamp, names, ignore: rules === undefined ? '' : `${rules.ino} ${rules.ctimeMs}` };
}

/** Lists what stands in folders that both know, and did not before: `other` than it was, a folder or none, or `fresh`. */
export function newIn(
  before: Picture,
  now: Picture,
): { readonly other: readonly string[]; readonly fresh: readonly string[] } {
  const all = [...now].flatMap(([path, folder]) => {
    const known = before.get(path);
    if (known === undefined || known === folder) return [];
    return [...folder.names].flatMap(([name, isFolder]) => {
      const was = known.names.get(name);
      return was === isFolder ? [] : [{ path: below(path, name), isOther: was !== undefined }];
    });
  });
  const those = (isOther: boolean) => all.flatMap((each) => (each.isOther === isOther ? [each.path] : []));
  return { other: those(true), fresh: those(false) };
}

/** Checks whether something stands at a path. */
export function isIn(picture: Picture, path: string): boolean {
  const at = path.lastIndexOf('/');
  return picture.get(path.slice(0, Math.max(0, at)))?.names.has(path.slice(at + 1)) ?? false;
}

/** Checks whether git may ignore other paths than before. */
export function ignoresOthers(before: Picture, now: Picture): boolean {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].some((path) => (before.get(path)?.ignore ?? '') !== (now.get(path)?.ignore ?? ''));
}

function below(path: string, name: string): string {
  return path === '' ? name : `${path}/${name}`;
}
