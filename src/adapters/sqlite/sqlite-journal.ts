/**
 * This folder: journal and session lock.
 *
 * The journal: what was intended and what happened, event by event, in the database that all sessions of a repository share.
 */
import { join } from 'node:path';
import { Kysely } from 'kysely';
import { decodeEvent } from '../../domain/integration/checkpoint/event-schema.ts';
import type { Event } from '../../domain/integration/event.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { Journal } from '../../ports/stores.ts';
import { unwritable } from '../disk/failure.ts';
import { nodeSqliteDialect } from './dialect.ts';
import { createEventLog } from './event-log.ts';
import { sqliteCodeOf } from './node-sqlite.ts';
import { openDatabase } from './open-database.ts';
import type { Tables } from './tables.ts';
import { createTables } from './tables.ts';

const CONSTRAINT = 19;

export interface JournalOptions {
  readonly session: SessionId;
  readonly created_at: Instant;
  /** Absolute path of the intorch folder: `intorch.db` is there, and `trash/` for a damaged one. */
  readonly directory: string;
  /** Absolute path of the JSON lines for people; null: none. */
  readonly log: string | null;
  /** Told when the database was damaged, or the log for people cannot be written. */
  readonly onTrouble: (error: unknown) => void;
}

/** Opens the journal of one session. */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { session, directory, onTrouble } = options;
  const path = join(directory, 'intorch.db');
  const onDamage = (message: string) => onTrouble(new IntorchError('STATE_UNWRITABLE', message));
  const connection = await openDatabase({ path, trash: join(directory, 'trash'), onDamage });
  const database = new Kysely<Tables>({ dialect: nodeSqliteDialect(connection) });
  const log = options.log === null ? null : createEventLog(options.log, onTrouble);

  const guarded = async <T>(run: () => Promise<T>): Promise<T> => {
    try {
      return await run();
    } catch (error) {
      throw unwritable(path, error);
    }
  };

  const append = async (sequence: number, event: Event) => {
    const row = {
      session_id: session,
      sequence,
      type: event.type,
      at: event.at,
      body: JSON.stringify(event),
    };
    try {
      await database.insertInto('events').values(row).execute();
    } catch (error) {
      if (sqliteCodeOf(error) !== CONSTRAINT) throw unwritable(path, error);
      throw new IntorchError(
        'STATE_UNWRITABLE',
        `Event ${sequence} of ${session} is in the journal already`,
        {
          remedy: 'Another intorch writes this session: see `intorch status`',
          cause: error,
        },
      );
    }
    await log?.append(sequence, event);
  };

  const since = async (sequence: number) => {
    const rows = await database
      .selectFrom('events')
      .select(['sequence', 'body'])
      .where('session_id', '=', session)
      .where('sequence', '>', sequence)
      .orderBy('sequence')
      .execute();
    const events: { readonly sequence: number; readonly event: Event }[] = [];
    for (const row of rows) {
      if (row.sequence !== sequence + events.length + 1) break;
      const decoded = decodeBody(row.body);
      if (!decoded.ok) break;
      events.push({ sequence: row.sequence, event: decoded.event });
    }
    return events;
  };

  const setAside = (after: number, at: Instant) =>
    database.transaction().execute(async (all) => {
      const rows = await all
        .selectFrom('events')
        .selectAll()
        .where('session_id', '=', session)
        .where('sequence', '>', after)
        .orderBy('sequence')
        .execute();
      const [first] = rows;
      if (first === undefined) return null;
      const because = whyUnusable(first, after + 1);
      const kept = { because, set_aside_at: at };
      for (const row of rows)
        await all
          .insertInto('events_set_aside')
          .values({ ...row, ...kept })
          .execute();
      await all
        .deleteFrom('events')
        .where('session_id', '=', session)
        .where('sequence', '>', after)
        .execute();
      return { count: rows.length, because };
    });

  await guarded(async () => {
    await createTables(database);
    const known = { session_id: session, created_at: options.created_at };
    await database
      .insertInto('sessions')
      .values(known)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
  return {
    append,
    since: (sequence) => guarded(() => since(sequence)),
    setAside: (after, at) => guarded(() => setAside(after, at)),
    close: () => database.destroy(),
  };
}

function whyUnusable({ sequence, body }: { sequence: number; body: string }, awaited: number): string {
  if (sequence !== awaited) return `event ${awaited} is missing`;
  const decoded = decodeBody(body);
  return `event ${sequence} cannot be read: ${decoded.ok ? 'it is incomplete' : decoded.refused}`;
}

function decodeBody(body: string): ReturnType<typeof decodeEvent> {
  try {
    return decodeEvent(JSON.parse(body));
  } catch {
    return { ok: false, refused: 'it is not JSON' };
  }
}
