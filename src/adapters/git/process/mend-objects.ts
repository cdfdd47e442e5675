/** Mends loose objects after a power cut: a file that was not on the disk may be gone, empty, or full of zeros. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';

export interface ToMend {
  /** Folder of our own objects. */
  readonly folder: string;
  /** Folder of the repository's. */
  readonly there: string;
  /** What is known of objects, by their file. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  /** Files of the objects that are in our folder. */
  readonly loose: readonly string[];
}

/**
 * Writes again what is known of an object wherever its file says something else, and removes from our folder what is known of nobody and
 * damaged: git takes an object whose file is there for written.
 */
export async function mendObjects({ folder, there, objects, loose }: ToMend): Promise<void> {
  for (const [file, bytes] of objects) {
    if (!isFile(join(folder, file), bytes)) put(join(folder, file), bytes);
    if (existsSync(join(there, file)) && !isFile(join(there, file), bytes)) put(join(there, file), bytes);
  }
  for (const file of loose) {
    const isOpen = !objects.has(file) && !existsSync(join(there, file));
    if (isOpen && !isSound(join(folder, file), file.replace('/', '')))
      rmSync(join(folder, file), { force: true });
  }
}

function isFile(path: string, bytes: Uint8Array): boolean {
  return existsSync(path) && readFileSync(path).equals(bytes);
}

/** Objects are read-only, as git makes them. */
function put(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const draft = join(dirname(path), `tmp_obj_${process.pid}`);
  rmSync(draft, { force: true });
  writeFileSync(draft, bytes, { mode: 0o444, flag: 'wx' });
  renameSync(draft, path);
}

/** Checks whether a loose object has its name. */
function isSound(path: string, name: string): boolean {
  try {
    const algorithm = name.length === 40 ? 'sha1' : 'sha256';
    return (
      createHash(algorithm)
        .update(inflateSync(readFileSync(path)))
        .digest('hex') === name
    );
  } catch {
    return false;
  }
}
