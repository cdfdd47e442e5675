import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** File systems count time in ticks: what is written within one of them after a look may leave the time as it was. */
const TICK_MS = 50;

interface Fan {
  readonly changed_ms: number;
  readonly read_ms: number;
  readonly files: ReadonlySet<string>;
}

/** The loose objects in a folder of objects, by file: `ab/cdef…`. Git gives them these names when they are complete. */
export interface LooseObjects {
  /** Lists the folders that hold some. */
  readonly fans: () => readonly string[];
  /** Lists the files in one of them. It is read again only where it has changed. */
  readonly in: (fan: string) => ReadonlySet<string>;
}

/** Returns the loose objects in a folder, which may be missing. */
export function looseObjects(folder: string): LooseObjects {
  const known = new Map<string, Fan>();
  return {
    fans: () => (existsSync(folder) ? readdirSync(folder).filter((name) => /^[0-9a-f]{2}$/.test(name)) : []),
    in: (fan) => {
      const changed_ms = statSync(join(folder, fan), { throwIfNoEntry: false })?.mtimeMs;
      if (changed_ms === undefined) return new Set();
      const before = known.get(fan);
      if (before?.changed_ms === changed_ms && before.read_ms - changed_ms > TICK_MS) return before.files;
      const read_ms = Date.now();
      const names = readdirSync(join(folder, fan)).filter((name) => /^[0-9a-f]{38,}$/.test(name));
      const files = new Set(names.map((name) => `${fan}/${name}`));
      known.set(fan, { changed_ms, read_ms, files });
      return files;
    },
  };
}
