import type { DatabaseSync } from 'node:sqlite';

type NodeSqlite = typeof import('node:sqlite');

/**
 * Loads the SQLite that comes with Node, and only when it is needed: loading it makes Node 22 print a warning, which would appear in the
 * middle of a screen.
 * @see Node.js API, sqlite: experimental up to 22.x, a release candidate from 24.15
 */
export function nodeSqlite(): NodeSqlite {
  return withoutSqliteWarning(() => process.getBuiltinModule('node:sqlite'));
}

/** Runs something while suppressing the one warning that SQLite is experimental. Every other warning passes. */
export function withoutSqliteWarning<T>(run: () => T): T {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: readonly unknown[]) => {
    const text = typeof warning === 'string' ? warning : warning.message;
    if (!/^SQLite is an experimental feature/.test(text))
      Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return run();
  } finally {
    process.emitWarning = emitWarning;
  }
}

/**
 * Checks whether several processes can safely use the write-ahead log in a SQLite version. Up to 3.51.2, a reset of the log could lose
 * committed writes; 3.50.7 and 3.44.6 also have the fix.
 * @see sqlite.org/wal.html, "The WAL-reset bug"
 */
export function hasSafeWal(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  if (major !== 3) return major > 3;
  if (minor === 44) return patch >= 6;
  if (minor === 50) return patch >= 7;
  return minor > 51 || (minor === 51 && patch >= 3);
}

/** Returns the SQLite version of a connection. */
export function sqliteVersion(database: DatabaseSync): string {
  return String(database.prepare('SELECT sqlite_version() AS version').get()?.['version']);
}
