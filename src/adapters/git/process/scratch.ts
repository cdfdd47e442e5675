import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { unwritable, writing } from '../../disk/failure.ts';
import { memoryFolder, removeLeftovers } from './memory-folder.ts';

/** A private folder for data that git needs as files for a moment. */
export interface Scratch {
  /** Absolute path of the folder itself (0700). */
  readonly root: () => Promise<string>;
  /** Calls `use` with a new folder, and removes it afterwards. */
  readonly within: <T>(purpose: string, use: (folder: string) => Promise<T>) => Promise<T>;
  /** The same for objects that nobody keeps: in memory where there is room. Where it runs out, `use` is called again with a folder on disk. */
  readonly throwAway: <T>(use: (folder: string) => Promise<T>) => Promise<T>;
}

/** Opens the scratch space in a folder, which is created on first use. `inMemory` makes folders in memory. */
export function scratchSpace(folder: string, inMemory: () => Promise<string | null> = memoryFolder): Scratch {
  let ready: Promise<string> | null = null;
  let memory_is_full = false;
  const root = () => {
    ready ??= prepare(folder);
    return ready;
  };
  const within: Scratch['within'] = async (purpose, use) => {
    const place = join(await root(), `${purpose}.${randomUUID()}`);
    return writing(place, async () => {
      await mkdir(place, { mode: 0o700 });
      return usedUp(place, use);
    });
  };
  return {
    root,
    within,
    throwAway: async (use) => {
      const place = memory_is_full ? null : await inMemory();
      if (place === null) return within('objects', use);
      try {
        return await writing(place, () => usedUp(place, use));
      } catch (thrown) {
        if (!(thrown instanceof IntorchError) || thrown.code !== 'STATE_UNWRITABLE') throw thrown;
        memory_is_full = true;
        return within('objects', use);
      }
    },
  };
}

async function usedUp<T>(place: string, use: (folder: string) => Promise<T>): Promise<T> {
  try {
    return await use(place);
  } finally {
    await rm(place, { recursive: true, force: true });
  }
}

async function prepare(folder: string): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await removeLeftovers(folder, (name) => /\.[0-9a-f-]{36}$/.test(name));
    return folder;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}
