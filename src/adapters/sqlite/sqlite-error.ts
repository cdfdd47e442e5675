/** Returns SQLite's primary result code of an error (5: busy, 11: corrupt, 26: not a database), or null. */
export function sqliteCodeOf(error: unknown): number | null {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' ? code & 0xff : null;
}

const CORRUPT = 11;
const NOT_A_DATABASE = 26;

/** The content of a database is not what SQLite wrote. */
export class Damaged extends Error {}

/** Checks whether an error is about the content of a database, and not about reading or writing it. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCodeOf(error);
  return error instanceof Damaged || code === CORRUPT || code === NOT_A_DATABASE;
}
