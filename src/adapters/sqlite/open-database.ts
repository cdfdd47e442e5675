import { mkdir, rename } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { codeOf } from '../../domain/shared/system-error.ts';
import { unwritable } from '../disk/failure.ts';
import { networkFileSystem } from '../disk/file-system.ts';
import { createPrivateFile } from '../disk/private-file.ts';
import { makePrivateFolder } from '../disk/private-folder.ts';
import { hasSafeWal, nodeSqlite, sqliteVersion } from './node-sqlite.ts';
import { Damaged, isDamage } from './sqlite-error.ts';

/** How long a second process waits for the first: longer than any of our writes takes. */
const BUSY_TIMEOUT_MS = 5_000;

export interface DatabaseOptions {
  readonly path: string;
  /** Folder that a damaged file is moved to. */
  readonly trash: string;
  /** Called with a sentence when a damaged file was moved. */
  readonly onDamage: (message: string) => void;
}

/** Opens a database for its owner alone, with durable commits. Moves a damaged file aside, never deletes it, and creates a new one. */
export async function openDatabase(options: DatabaseOptions): Promise<DatabaseSync> {
  const { path, trash, onDamage } = options;
  try {
    await makePrivateFolder(dirname(path));
    await createPrivateFile(path);
    const isLocal = (await networkFileSystem(dirname(path))) === null;
    try {
      return connect(path, isLocal);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const moved = await moveAside(path, trash);
      onDamage(`The database ${basename(path)} is damaged; it is kept as ${moved}, and a new one is begun`);
      await createPrivateFile(path);
      return connect(path, isLocal);
    }
  } catch (error) {
    throw unwritable(path, error);
  }
}

/** Opens a database to read, with these tables; null: it cannot be read, or has others. Nothing is made or mended. */
export function openToRead(path: string, tables: readonly string[]): DatabaseSync | null {
  const { DatabaseSync } = nodeSqlite();
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    for (const table of tables) database.prepare(`SELECT 1 FROM ${table} LIMIT 1`).all();
    return database;
  } catch {
    database?.close();
    return null;
  }
}

/** Connects, in WAL mode only on a local disk: it needs shared memory, which a network file system lacks. @see sqlite.org/wal.html */
function connect(path: string, isLocal: boolean): DatabaseSync {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    const [problem] = database.prepare('PRAGMA quick_check(1)').all();
    if (problem?.['quick_check'] !== 'ok') throw new Damaged(String(problem?.['quick_check']));
    database.exec(
      `PRAGMA journal_mode = ${isLocal && hasSafeWal(sqliteVersion(database)) ? 'WAL' : 'DELETE'}`,
    );
    database.exec('PRAGMA synchronous = FULL');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Moves a database with its side files: left behind, SQLite would replay them into the new one. */
async function moveAside(path: string, trash: string): Promise<string> {
  await makePrivateFolder(trash);
  const folder = await freshFolder(trash, `${basename(path)}-damaged`);
  for (const suffix of ['', '-wal', '-shm', '-journal']) {
    const name = `${basename(path)}${suffix}`;
    await rename(`${path}${suffix}`, join(folder, name)).catch((error: unknown) => {
      if (codeOf(error) !== 'ENOENT') throw error;
    });
  }
  return join(folder, basename(path));
}

async function freshFolder(parent: string, name: string, ordinal = 1): Promise<string> {
  const folder = join(parent, `${name}-${ordinal}`);
  try {
    await mkdir(folder, { mode: 0o700 });
    return folder;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return freshFolder(parent, name, ordinal + 1);
  }
}
