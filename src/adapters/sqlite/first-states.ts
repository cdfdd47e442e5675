/** The state that each session began with. With all of its events it leads to where the session is, where nothing else can be read. */
import type { Kysely } from 'kysely';
import type { Codec, Envelope } from '../../domain/shared/codec.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
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
