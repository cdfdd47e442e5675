/** Reads the rows of one session by plain SQL: loading a query builder takes longer than all that is read here. */
import type { DatabaseSync } from 'node:sqlite';
import type { Decoded, Envelope, Fields, RowReader } from '../../domain/shared/codec.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { Journal, Snapshots } from '../../ports/stores.ts';
import { guardedBy, jsonOf } from './rows.ts';
import { sealOf } from './seal.ts';
import type { Tables } from './tables.ts';

/** Reads rows: those with a fitting seal as they are, all others by the checks of `decode`. */
export interface RowDecoder<State, Event> extends RowReader<State, Event> {
  readonly decode: (fields: unknown, schema_version: number) => Decoded<State> | Promise<Decoded<State>>;
}

export interface StoredRows<State, Event> {
  readonly snapshots: Pick<Snapshots<State>, 'load' | 'loadFirst'>;
  readonly journal: Pick<Journal<Event>, 'since'>;
}

/** Returns what is stored of a session in an open database; `path` stands in errors. */
export function storedRows<State, Event>(
  database: DatabaseSync,
  path: string,
  session: SessionId,
  codec: RowDecoder<State, Event>,
): StoredRows<State, Event> {
  const load = async (): Promise<Envelope<State> | null> => {
    const row = rowOf<Tables['snapshots']>(database, 'snapshots', session, codec.kind);
    const whole = row === null ? null : together(database, session, codec.parts, row.body);
    if (row === null || whole === null) return null;
    const isSealed = sealIn(database, session) === sealOf(codec.shape, row.sequence, row.body, whole.parts);
    const decoded = isSealed
      ? codec.restore(whole.fields)
      : await codec.decode(whole.fields, row.schema_version);
    return envelopeOf(row, row.sequence, decoded);
  };

  const loadFirst = async (): Promise<Envelope<State> | null> => {
    const row = rowOf<Tables['first_states']>(database, 'first_states', session, codec.kind);
    return row && envelopeOf(row, 0, await codec.decode(jsonOf(row.body), row.schema_version));
  };

  const envelopeOf = (
    { schema_version, host, saved_at }: Pick<Tables['snapshots'], 'schema_version' | 'host' | 'saved_at'>,
    sequence: number,
    decoded: Decoded<State>,
  ): Envelope<State> | null =>
    decoded.ok && codec.sessionOf(decoded.value) === session
      ? { schema_version, sequence, host, saved_at: saved_at as Instant, state: decoded.value }
      : null;

  const since = async (sequence: number) => {
    const events: { readonly sequence: number; readonly event: Event }[] = [];
    const rows = database
      .prepare('SELECT sequence, body FROM events WHERE session_id = ? AND sequence > ? ORDER BY sequence')
      .all(session, sequence) as unknown as readonly Pick<Tables['events'], 'sequence' | 'body'>[];
    for (const row of rows) {
      if (row.sequence !== sequence + events.length + 1) break;
      const decoded = codec.decodeEvent(jsonOf(row.body));
      if (!decoded.ok) break;
      events.push({ sequence: row.sequence, event: decoded.value });
    }
    return events;
  };

  return {
    snapshots: { load: () => guardedBy(path, load), loadFirst: () => guardedBy(path, loadFirst) },
    journal: { since: (sequence) => guardedBy(path, () => since(sequence)) },
  };
}

/** Returns the one row of a session; null: there is none, or an older release made the database and has no such table. */
function rowOf<Row>(
  database: DatabaseSync,
  table: 'snapshots' | 'first_states',
  session: SessionId,
  kind: string,
): Row | null {
  const sql = `SELECT * FROM ${table} WHERE session_id = ? AND kind = ?`;
  return hasTable(database, table)
    ? ((database.prepare(sql).get(session, kind) ?? null) as Row | null)
    : null;
}

function sealIn(database: DatabaseSync, session: SessionId): unknown {
  if (!hasTable(database, 'seals')) return null;
  return database.prepare('SELECT seal FROM seals WHERE session_id = ?').get(session)?.['seal'];
}

function hasTable(database: DatabaseSync, table: string): boolean {
  return database.prepare('SELECT 1 FROM sqlite_schema WHERE name = ?').get(table) !== undefined;
}

/** Returns the fields of a snapshot with its parts in place, and the texts of these. */
function together(
  database: DatabaseSync,
  session: SessionId,
  parts: readonly string[],
  body: string,
): { readonly fields: Fields; readonly parts: readonly string[] } | null {
  const fields = typeof body === 'string' ? jsonOf(body) : null;
  if (typeof fields !== 'object' || fields === null) return null;
  const whole: Record<string, unknown> = { ...fields };
  const texts: string[] = [];
  for (const field of parts) {
    const digest = Object(whole[field]).part;
    if (typeof digest !== 'string') continue;
    const part = database
      .prepare('SELECT body FROM parts WHERE session_id = ? AND digest = ?')
      .get(session, digest)?.['body'];
    if (typeof part !== 'string') return null;
    texts.push(part);
    whole[field] = jsonOf(part);
  }
  return { fields: whole, parts: texts };
}
