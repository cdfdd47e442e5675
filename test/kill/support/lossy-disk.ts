/**
 * A disk whose power fails: recorded changes are done to a copy in memory, and what no flush has brought to the disk is forgotten. Of files
 * that is all that was written since their own last flush. Names (made, moved, removed) are kept in order, as a journalling file system
 * does: either all of them, or those up to the last flush of anything.
 */
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Change } from './write-log.ts';

interface Node {
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  bytes: Buffer;
  /** What is on the disk of it. */
  settled: Buffer;
}

export interface LossyDisk {
  readonly apply: (change: Change) => void;
  /** Writes what is left after the power has failed in place of what is there. */
  readonly restore: (names: 'kept' | 'lost') => void;
}

/** Copies folders into memory, all of it on the disk. */
export function lossyDisk(roots: readonly string[]): LossyDisk {
  const names = new Map<string, Node>(roots.flatMap((root) => [...readAll(root)]));
  let settled = new Map(names);
  const ends = new Map<string, number>();
  const isOurs = (path: string) => roots.some((root) => path === root || path.startsWith(`${root}/`));
  const below = (path: string) =>
    [...names.keys()].filter((each) => each === path || each.startsWith(`${path}/`));

  const apply = (change: Change) => {
    if (!isOurs(change.path)) return;
    const node = names.get(change.path);
    switch (change.type) {
      case 'open':
        ends.set(`${change.fd} ${change.path}`, 0);
        if (node === undefined && change.flags.includes('O_CREAT'))
          names.set(change.path, fresh('file', 0o600));
        else if (node !== undefined && change.flags.includes('O_TRUNC')) node.bytes = Buffer.alloc(0);
        if (change.flags.includes('O_APPEND')) ends.delete(`${change.fd} ${change.path}`);
        return;
      case 'seek':
        ends.set(`${change.fd} ${change.path}`, change.at);
        return;
      case 'write': {
        if (node === undefined) return;
        const key = `${change.fd} ${change.path}`;
        const at = change.at ?? ends.get(key) ?? node.bytes.byteLength;
        if (change.at === null && ends.has(key)) ends.set(key, at + change.bytes.byteLength);
        node.bytes = written(node.bytes, at, change.bytes);
        return;
      }
      case 'truncate':
        if (node !== undefined)
          node.bytes = written(node.bytes, change.size, Buffer.alloc(0)).subarray(0, change.size);
        return;
      case 'sync':
        if (node !== undefined) node.settled = node.bytes;
        settled = new Map(names);
        return;
      case 'mkdir':
        names.set(change.path, fresh('folder', 0o700));
        return;
      case 'symlink': {
        const link = fresh('link', 0o777);
        link.settled = Buffer.from(change.to);
        names.set(change.path, link);
        return;
      }
      case 'remove':
        for (const each of below(change.path)) names.delete(each);
        return;
      case 'link': {
        const source = names.get(change.from);
        if (source !== undefined) names.set(change.path, source);
        return;
      }
      case 'rename': {
        const moved = below(change.from).map((each) => [each, names.get(each) as Node] as const);
        for (const each of below(change.path)) names.delete(each);
        for (const [each, one] of moved) {
          names.delete(each);
          names.set(`${change.path}${each.slice(change.from.length)}`, one);
        }
      }
    }
  };

  return {
    apply,
    restore: (which) => {
      for (const root of roots) rmSync(root, { recursive: true, force: true });
      const places = new Map<Node, string>();
      // Memory that processes shared is gone, and so is what it was mapped to.
      const all = [...(which === 'kept' ? names : settled)].filter(([path]) => !path.endsWith('-shm'));
      for (const [path, node] of all.toSorted(([a], [b]) => a.length - b.length)) put(path, node, places);
    },
  };
}

function fresh(kind: Node['kind'], mode: number): Node {
  return { kind, mode, bytes: Buffer.alloc(0), settled: Buffer.alloc(0) };
}

function written(bytes: Buffer, at: number, added: Buffer): Buffer {
  const end = Math.max(bytes.byteLength, at + added.byteLength);
  const whole = Buffer.alloc(end);
  bytes.copy(whole);
  added.copy(whole, at);
  return whole;
}

function put(path: string, node: Node, places: Map<Node, string>): void {
  const { kind, mode, settled } = node;
  const other = places.get(node);
  places.set(node, path);
  mkdirSync(dirname(path), { recursive: true });
  const isLinked = other !== undefined && kind === 'file';
  if (isLinked) linkSync(other, path);
  else if (kind === 'folder') mkdirSync(path, { recursive: true });
  else if (kind === 'link') symlinkSync(settled.toString(), path);
  else writeFileSync(path, settled);
  if (kind !== 'link') chmodSync(path, mode);
}

function readAll(path: string): readonly (readonly [string, Node])[] {
  const stats = lstatSync(path);
  const mode = stats.mode & 0o777;
  if (stats.isSymbolicLink()) return [[path, on('link', mode, Buffer.from(readlinkSync(path)))]];
  if (!stats.isDirectory()) return [[path, on('file', mode, readFileSync(path))]];
  const inside = readdirSync(path).flatMap((name) => readAll(join(path, name)));
  return [[path, on('folder', mode, Buffer.alloc(0))], ...inside];
}

function on(kind: Node['kind'], mode: number, bytes: Buffer): Node {
  return { kind, mode, bytes, settled: bytes };
}
