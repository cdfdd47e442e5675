/** The journal as it is written: intentions and results, event by event, in a database that all sessions of a repository share. */
import type { Kysely } from 'kysely';
import type { Codec, Decoded } from '../../domain/shared/codec.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { Journal, Settling } from '../../ports/stores.ts';
import { unwritable } from '../disk/failure.ts';
import type { EventLog } from './event-log.ts';
import { guardedBy, jsonOf } from './rows.ts';
import { settled } from './settled.ts';
import { sqliteCodeOf } from './sqlite-error.ts';
import type { Tables } from './tables.ts';

const CONSTRAINT = 19;

/** What a journal needs of its events: a type and a time to find them by. */
export interface Journalled {
  readonly type: string;
  readonly at: Instant;
}

export interface JournalOptions<Event> {
  readonly database: Kysely<Tables>;
  readonly path: string;
  readonly session: SessionId;
  readonly decodeEvent: Codec<never, Event>['decodeEvent'];
  /** The JSON lines for people; null: none. */
  readonly log: EventLog | null;
}

/** Returns the journal of one session in an open database, to write. */
export function journalIn<Event extends Journalled>(
  options: JournalOptions<Event>,
): Omit<Journal<Event>, 'since'> {
  const { database, path, session, log } = options;
  const decodeBody = (body: string): Decoded<Event> => {
    const parsed = jsonOf(body);
    return parsed === undefined ? { ok: false, refused: 'it is not JSON' } : options.decodeEvent(parsed);
  };

  const append = async (sequence: number, event: Event, settling: Settling = 'at_once') => {
    const row = {
      session_id: session,
      sequence,
      type: event.type,
      at: event.at,
      body: JSON.stringify(event),
    };
    try {
      await settled(database, settling, (to) => to.insertInto('events').values(row).execute());
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
      const because = whyUnusable(first, after + 1, decodeBody);
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

  return {
    append,
    setAside: (after, at) => guardedBy(path, () => setAside(after, at)),
    close: () => database.destroy(),
  };
}

function whyUnusable<Event>(
  { sequence, body }: { sequence: number; body: string },
  awaited: number,
  decodeBody: (body: string) => Decoded<Event>,
): string {
  if (sequence !== awaited) return `event ${awaited} is missing`;
  const decoded = decodeBody(body);
  return `event ${sequence} cannot be read: ${decoded.ok ? 'it is incomplete' : decoded.refused}`;
}
