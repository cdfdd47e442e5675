import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { Dialect, SqliteDatabase } from 'kysely';
import { SqliteDialect } from 'kysely';

/** Adapts the SQLite that comes with Node to kysely, whose dialect expects the interface of better-sqlite3. */
export function nodeSqliteDialect(database: DatabaseSync): Dialect {
  return new SqliteDialect({ database: asBetterSqlite(database) });
}

const NOTHING_DONE = { changes: 0, lastInsertRowid: 0 };

/** A program has few statements, and says them again and again; more than these are not kept. */
const MOST_STATEMENTS = 64;

function asBetterSqlite(database: DatabaseSync): SqliteDatabase {
  const known = new Map<string, StatementSync>();
  const statementOf = (sql: string) => {
    const statement = known.get(sql) ?? database.prepare(sql);
    if (known.size < MOST_STATEMENTS) known.set(sql, statement);
    return statement;
  };
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = statementOf(sql);
      const values = (parameters: readonly unknown[]) => parameters as readonly SQLInputValue[];
      return {
        // Statements with columns return rows: SELECT, and INSERT ... RETURNING.
        reader: statement.columns().length > 0,
        all: (parameters) => statement.all(...values(parameters)),
        // After some failures, such as a full disk, SQLite has rolled back already; the failure is to be told, not that.
        run: (parameters) =>
          sql === 'rollback' && !database.isTransaction ? NOTHING_DONE : statement.run(...values(parameters)),
        iterate: (parameters) => statement.iterate(...values(parameters)),
      };
    },
  };
}
