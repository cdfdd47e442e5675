import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable, writing } from '../../disk/failure.ts';

/** A private folder for data that git needs as files for a moment. */
export interface Scratch {
  /** Absolute path of the folder itself (0700). */
  readonly root: () => Promise<string>;
  /** Calls `use` with a new folder, and removes it afterwards. */
  readonly within: <T>(purpose: string, use: (folder: string) => Promise<T>) => Promise<T>;
}

/** Age at which leftovers of a killed process are removed. */
const LEFTOVER_MS = 60 * 60 * 1000;

/** Opens the scratch space in a folder, which is created on first use. */
export function scratchSpace(folder: string): Scratch {
  let ready: Promise<string> | null = null;
  const root = () => {
    ready ??= prepare(folder);
    return ready;
  };
  return {
    root,
    within: async (purpose, use) => {
      const place = join(await root(), `${purpose}.${randomUUID()}`);
      return writing(place, async () => {
        await mkdir(place, { mode: 0o700 });
        try {
          return await use(place);
        } finally {
          await rm(place, { recursive: true, force: true });
        }
      });
    },
  };
}

async function prepare(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) {
      if (!/\.[0-9a-f-]{36}$/.test(name)) continue;
      // Other processes work here too: a file listed a moment ago may be gone.
      const found = await stat(join(folder, name)).catch(() => null);
      if (found !== null && Date.now() - found.mtimeMs > LEFTOVER_MS)
        await rm(join(folder, name), { recursive: true, force: true });
    }
    return folder;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}
