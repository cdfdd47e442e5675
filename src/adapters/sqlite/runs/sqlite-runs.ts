/** This folder: runs of pipelines in the database of the repository. */
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { RunReader, Runs } from '../../../ports/runs.ts';
import { nodeSqliteDialect } from '../dialect.ts';
import { openDatabase, openToRead } from '../open-database.ts';
import { guardedBy } from '../rows.ts';
import { settled } from '../settled.ts';
import { runReader } from './read-runs.ts';
import { createRunTables, RUN_TABLES, type RunTables } from './run-tables.ts';
import { runWriter } from './write-runs.ts';

/** Opens the runs of an intorch folder to read; null: there are none yet. Nothing is made or mended. */
export function readRuns(directory: string): RunReader | null {
  const path = join(directory, 'intorch.db');
  const connection = openToRead(path, RUN_TABLES);
  if (connection === null) return null;
  return runReader(new Kysely<RunTables>({ dialect: nodeSqliteDialect(connection) }), path);
}

/** Opens the runs of an intorch folder to write. `onTrouble` is notified of a database that was damaged and moved away. */
export async function openRuns(directory: string, onTrouble: (error: unknown) => void): Promise<Runs> {
  const path = join(directory, 'intorch.db');
  const onDamage = (message: string) => onTrouble(new IntorchError('STATE_UNWRITABLE', message));
  const connection = await openDatabase({ path, trash: join(directory, 'trash'), onDamage });
  const database = new Kysely<RunTables>({ dialect: nodeSqliteDialect(connection) });
  await guardedBy(path, () => settled(database, 'later', (to) => to.transaction().execute(createRunTables)));
  return { ...runReader(database, path), ...runWriter(database, path) };
}
