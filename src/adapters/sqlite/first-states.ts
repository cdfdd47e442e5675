/** The state that each session began with. With all of its events it leads to where the session is, where nothing else can be read. */
import type { Kysely } from 'kysely';
import type { Codec, Envelope } from '../../domain/shared/codec.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import { jsonOf } from './rows.ts';
import type { Tables } from './tables.ts';

/** Keeps the state of a session that has no event yet. */
export async function keepFirstState<State>(
  database: Kysely<Tables>,
  session: SessionId,
  codec: Pick<Codec<State, never>, 'kind' | 'schema_version' | 'encode'>,
  { state, host, saved_at }: Envelope<State>,
): Promise<void> {
  const { kind, schema_version } = codec;
  const body = JSON.stringify(codec.encode(state));
  await database
    .insertInto('first_states')
    .values({ session_id: session, kind, schema_version, host, saved_at, body })
    .onConflict((there) => there.doNothing())
    .execute();
}

/** Reads it; null: there is none that can be used, as in a database that an older release made. */
export async function readFirstState<State>(
  database: Kysely<Tables>,
  session: SessionId,
  codec: Pick<Codec<State, never>, 'kind' | 'decode' | 'sessionOf'>,
): Promise<Envelope<State> | null> {
  const row = await database
    .selectFrom('first_states')
    .selectAll()
    .where('session_id', '=', session)
    .where('kind', '=', codec.kind)
    .executeTakeFirst()
    .catch(() => undefined);
  if (row === undefined) return null;
  const decoded = codec.decode(jsonOf(row.body), row.schema_version);
  if (!decoded.ok || codec.sessionOf(decoded.value) !== session) return null;
  const { schema_version, host, saved_at } = row;
  return { schema_version, sequence: 0, host, saved_at: saved_at as Instant, state: decoded.value };
}
