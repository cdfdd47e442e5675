/** The database of all sessions, to read alone: nothing is made or mended, and no more is loaded than SQLite itself. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionId } from '../../domain/shared/ids.ts';
import { openToRead } from './open-database.ts';
import { guardedBy } from './rows.ts';
import { type RowDecoder, type StoredRows, storedRows } from './stored-rows.ts';
import { readSummaries, type StoredSummary } from './summaries.ts';

export interface ReadOnlyStore {
  /** Every session that has a row, with what is known of it; null: no more than that. */
  readonly summaries: () => Promise<ReadonlyMap<SessionId, StoredSummary | null>>;
  readonly storeOf: <State, Event>(
    session: SessionId,
    codec: RowDecoder<State, Event>,
  ) => StoredRows<State, Event>;
}

/** Calls `read` with the database of an intorch folder; with null where there is none, it is damaged, or an older version made it. */
export async function readingStore<T>(
  directory: string,
  read: (store: ReadOnlyStore | null) => Promise<T>,
): Promise<T> {
  const path = join(directory, 'intorch.db');
  const database = isFile(path) ? openToRead(path, ['snapshots', 'parts', 'events']) : null;
  if (database === null) return read(null);
  try {
    return await read({
      summaries: () => guardedBy(path, async () => readSummaries(database)),
      storeOf: (session, codec) => storedRows(database, path, session, codec),
    });
  } finally {
    database.close();
  }
}

function isFile(path: string): boolean {
  try {
    return lstatSync(path).isFile();
  } catch {
    return false;
  }
}
