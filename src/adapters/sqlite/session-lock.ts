/**
 * The session lock: an exclusive transaction on a small SQLite file, which is a lock of the kernel. It is free at once when its holder
 * dies, however it dies. A holder that is merely stopped keeps it (measured: kill -9 frees it within 1 ms; 20 s of SIGSTOP do not).
 * Nothing is written to the file; `owner.json` beside it names the holder. What somebody else wrote into it is removed: SQLite reads it
 * only where nobody holds the lock.
 */
import { existsSync, truncateSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LockOwner, SessionLock } from '../../ports/lock.ts';
import { readBounded } from '../disk/bounded-read.ts';
import { writeWhole } from '../disk/durable-write.ts';
import { unwritable } from '../disk/failure.ts';
import { createPrivateFile, refuseOther } from '../disk/private-file.ts';
import { makePrivateFolder } from '../disk/private-folder.ts';
import { decodeOwner } from './lock-owner.ts';
import { nodeSqlite } from './node-sqlite.ts';
import { isDamage, sqliteCodeOf } from './sqlite-error.ts';

const BUSY = 5;
/** A process that only checks whether the lock is free holds it for less than this. */
const PATIENCE_MS = 250;
/** Between taking the lock and writing the owner there is a moment without an owner: readers try again. */
const LOOKS = { times: 20, pause_ms: 10 };
const MAX_OWNER_BYTES = 64 * 1024;

/** Creates the lock of a repository; `directory` is its intorch folder. */
export function createSessionLock(directory: string): SessionLock {
  const path = join(directory, 'session.lock');
  const owner_path = join(directory, 'owner.json');
  let held: { readonly database: DatabaseSync; readonly owner: LockOwner } | null = null;

  const readOwner = async (): Promise<LockOwner | null> => {
    const content = await readBounded(owner_path, MAX_OWNER_BYTES);
    return content !== null && 'bytes' in content ? decodeOwner(content.bytes.toString('utf8')) : null;
  };

  const whoHolds = async (): Promise<LockOwner | null> => {
    for (let look = 1; look < LOOKS.times; look++) {
      const owner = await readOwner();
      if (owner !== null) return owner;
      await sleep(LOOKS.pause_ms);
    }
    return readOwner();
  };

  const take = async (owner: LockOwner) => {
    if (held !== null) return { taken: false, owner: held.owner } as const;
    try {
      await makePrivateFolder(directory);
      await createPrivateFile(path);
      const database = lockFile(path, () => truncateSync(path));
      if (database === null) return { taken: false, owner: await whoHolds() } as const;
      held = { database, owner };
      // Remove a dead holder's name first, so that nobody takes it for ours.
      await rm(owner_path, { force: true });
      await writeWhole(dirname(owner_path), basename(owner_path), Buffer.from(`${JSON.stringify(owner)}\n`));
      return { taken: true } as const;
    } catch (error) {
      if (held !== null) letGo(held.database);
      held = null;
      throw unwritable(path, error);
    }
  };

  const release = async () => {
    if (held === null) return;
    const { database } = held;
    // Remove the name first: once the lock is free, it could already be the next holder's. One that stays names nobody.
    await rm(owner_path, { force: true })
      .catch(() => {})
      .finally(() => letGo(database));
    held = null;
  };

  const owner = async (how?: 'at_once') => {
    if (held !== null) return held.owner;
    // Without a file there is no lock, and checking would create the file.
    if (!existsSync(path)) return null;
    try {
      refuseOther(path);
      const probe = lockFile(path, undefined, how === 'at_once' ? 0 : PATIENCE_MS);
      if (probe === null) return await whoHolds();
      letGo(probe);
      return null;
    } catch (error) {
      // Whoever holds it had it before anything was written into it.
      if (isDamage(error)) return null;
      throw unwritable(path, error);
    }
  };

  return { take, release, owner };
}

/** Keeps connections referenced: garbage collection of one would release its lock. */
const HELD = new Set<DatabaseSync>();

/** Opens a connection that holds the lock on the file, made empty by `clear` if need be; null: somebody else holds it. */
function lockFile(path: string, clear?: () => void, patience_ms = PATIENCE_MS): DatabaseSync | null {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${patience_ms}`);
    database.exec('BEGIN EXCLUSIVE');
    HELD.add(database);
    return database;
  } catch (error) {
    database.close();
    if (sqliteCodeOf(error) === BUSY) return null;
    if (clear === undefined || !isDamage(error)) throw error;
    clear();
    return lockFile(path);
  }
}

function letGo(database: DatabaseSync): void {
  HELD.delete(database);
  database.close();
}
