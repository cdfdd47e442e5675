/**
 * This folder: journal, snapshots and session lock.
 *
 * Journal and snapshot of one session, in the database that all sessions of a repository share, to write.
 */
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { StepLog } from '../../ports/step-log.ts';
import type { Journal, Snapshots } from '../../ports/stores.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { createEventLog } from './event-log.ts';
import { openDatabase } from './open-database.ts';
import { guardedBy } from './rows.ts';
import { settled } from './settled.ts';
import { type Journalled, journalIn } from './sqlite-journal.ts';
import { type SnapshotCodec, snapshotsIn } from './sqlite-snapshots.ts';
import { stepLogIn } from './sqlite-step-log.ts';
import { type RowDecoder, storedRows } from './stored-rows.ts';
import { createTables, type Tables } from './tables.ts';

export interface SessionStoreOptions<State, Event> {
  readonly codec: SnapshotCodec<State> & RowDecoder<State, Event>;
  readonly session: SessionId;
  readonly created_at: Instant;
  /** Absolute path of the intorch folder. It contains `intorch.db`, and `trash/` for a damaged one. */
  readonly directory: string;
  /** Absolute path of the JSON Lines file for people; null: none. */
  readonly log: string | null;
  /** Notified when the database was damaged, or the log for people cannot be written. */
  readonly onTrouble: (error: unknown) => void;
}

export interface SessionStore<State, Event> {
  /** Closing it closes the database. */
  readonly journal: Journal<Event>;
  readonly snapshots: Snapshots<State>;
}

/** Opens journal, snapshot and log of steps for one session, to write. */
export async function openSessionStore<State, Event extends Journalled>(
  options: SessionStoreOptions<State, Event>,
): Promise<SessionStore<State, Event> & { readonly steps: StepLog }> {
  const { codec, session, directory, onTrouble } = options;
  const path = join(directory, 'intorch.db');
  const onDamage = (message: string) => onTrouble(new IntorchError('STATE_UNWRITABLE', message));
  const connection = await openDatabase({ path, trash: join(directory, 'trash'), onDamage });
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(connection) });
  const log = options.log === null ? null : createEventLog(options.log, onTrouble);
  await guardedBy(path, async () => {
    const known = { session_id: session, created_at: options.created_at };
    // What is written first of a session brings it to the disk.
    await settled(database, 'later', (own) =>
      own.transaction().execute(async (all) => {
        await createTables(all);
        await all
          .insertInto('sessions')
          .values(known)
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }),
    );
  });
  const { snapshots, journal } = storedRows(connection, path, session, codec);
  return {
    journal: { ...journal, ...journalIn({ database, path, session, decodeEvent: codec.decodeEvent, log }) },
    snapshots: { ...snapshots, ...snapshotsIn(database, path, session, codec) },
    steps: stepLogIn(database, path),
  };
}

/** The tables with rows of a session. Events refer to their session, so that comes last. */
const OF_A_SESSION = [
  'events_set_aside',
  'seals',
  'parts',
  'snapshots',
  'first_states',
  'events',
  'sessions',
] as const;

/** Removes all rows of one session from the database of an intorch folder; does nothing where there is none. */
export async function forgetSession(directory: string, session: SessionId): Promise<void> {
  const path = join(directory, 'intorch.db');
  if ((await lstat(path).catch(() => null)) === null) return;
  const onDamage = (message: string) => {
    throw new IntorchError('STATE_UNWRITABLE', message);
  };
  const connection = await openDatabase({ path, trash: join(directory, 'trash'), onDamage });
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(connection) });
  try {
    await guardedBy(path, async () => {
      await createTables(database);
      for (const table of OF_A_SESSION)
        await database.deleteFrom(table).where('session_id', '=', session).execute();
    });
  } finally {
    await database.destroy();
  }
}
