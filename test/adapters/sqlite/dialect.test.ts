import { Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { nodeSqliteDialect } from '../../../src/adapters/sqlite/dialect.ts';
import { nodeSqlite } from '../../../src/adapters/sqlite/node-sqlite.ts';

it('a transaction that a full disk ended is told as that, although SQLite has rolled back already', async () => {
  const { DatabaseSync } = nodeSqlite();
  const database = new DatabaseSync(':memory:');
  database.exec('CREATE TABLE t (a BLOB); PRAGMA max_page_count = 4');
  const kysely = new Kysely<unknown>({ dialect: nodeSqliteDialect(database) });

  const full = kysely.transaction().execute(async (open) => {
    await sql`INSERT INTO t VALUES (1)`.execute(open);
    await sql`INSERT INTO t VALUES (zeroblob(100000))`.execute(open);
  });

  await expect(full).rejects.toThrow('full');
  expect(database.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 0 });
  await kysely.destroy();
});
