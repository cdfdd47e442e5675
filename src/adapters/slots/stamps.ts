/** What changes with files, without a look at what they hold: a program can set every time of a file but that of its last change. */
import { lstatSync, readdirSync, type Stats } from 'node:fs';
import { join } from 'node:path';

/** A kernel stamps changes with the time of its last tick; some file systems know no fractions of a second. */
const TICK_MS = 20;
const COARSE_MS = 2_500;

/** Returns what changes with a file or with the names of a folder; null: it changed so lately that another change might not show. */
export function stampOf({ dev, ino, mode, size, ctimeMs }: Stats): string | null {
  const tick = Number.isInteger(ctimeMs / 1000) ? COARSE_MS : TICK_MS;
  return Date.now() - ctimeMs > tick ? `${dev} ${ino} ${mode} ${size} ${ctimeMs}` : null;
}

/** Returns what changes with these files, and with all that is below a folder; null: it may change and not show. */
export function stampOfAll(paths: readonly string[]): string | null {
  const stamps: string[] = [];
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    const stamp = stats === undefined ? 'none' : stats.isSymbolicLink() ? null : stampOf(stats);
    if (stamp === null) return null;
    stamps.push(`${path}\0${stamp}`);
    if (stats?.isDirectory()) for (const name of readdirSync(path)) waiting.push(join(path, name));
  }
  return stamps.sort().join('\0');
}

/** Returns a function that reads a value again only where a stamp is not as it was before the last time. */
export function whileUnchanged<T>(stamp: () => string | null, read: () => Promise<T>): () => Promise<T> {
  let known: { readonly stamp: string; readonly value: T } | null = null;
  const stampNow = () => {
    try {
      return stamp();
    } catch {
      // A folder went away between two looks.
      return null;
    }
  };
  return async () => {
    const now = stampNow();
    if (known !== null && known.stamp === now) return known.value;
    known = null;
    const value = await read();
    if (now !== null) known = { stamp: now, value };
    return value;
  };
}
