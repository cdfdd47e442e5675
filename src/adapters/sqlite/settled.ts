import { type Kysely, sql } from 'kysely';
import type { Settling } from '../../ports/stores.ts';
import type { Tables } from './tables.ts';

/**
 * Runs one query. `later`: its commit does not wait for the disk. The write-ahead log keeps the order, so the next commit that waits brings
 * it along; a kill takes neither away. @see sqlite.org/pragma.html, `synchronous`
 */
export async function settled<T, All = Tables>(
  database: Kysely<All>,
  settling: Settling,
  run: (to: Kysely<All>) => Promise<T>,
): Promise<T> {
  if (settling === 'at_once') return run(database);
  // One connection serves all, so nobody else writes while it is set.
  return database.connection().execute(async (own) => {
    await sql`PRAGMA synchronous = NORMAL`.execute(own);
    try {
      return await run(own);
    } finally {
      await sql`PRAGMA synchronous = FULL`.execute(own);
    }
  });
}
