/**
 * Snapshots: the newest state of each session as JSON, for the program itself. What is large and constant stands once in `parts`, named
 * by its digest; the row tells the sequence number of the last event in it, and what a list of sessions shows.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Codec, Envelope, Fields } from '../../domain/shared/codec.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { Snapshots } from '../../ports/stores.ts';
import { keepFirstState } from './first-states.ts';
import { guardedBy } from './rows.ts';
import { sealOf } from './seal.ts';
import type { Tables } from './tables.ts';

export type SnapshotCodec<State> = Pick<
  Codec<State, never>,
  'kind' | 'schema_version' | 'parts' | 'shape' | 'encode' | 'summaryOf'
>;

/** Returns the snapshots of one session in an open database, to write. */
export function snapshotsIn<State>(
  database: Kysely<Tables>,
  path: string,
  session: SessionId,
  codec: SnapshotCodec<State>,
): Pick<Snapshots<State>, 'save'> {
  const save = async (envelope: Envelope<State>) => {
    const { state, sequence, host, saved_at } = envelope;
    const { fields, parts } = apart(codec, state);
    const { created_at, summary, finished } = codec.summaryOf(state);
    const row = {
      kind: codec.kind,
      schema_version: codec.schema_version,
      sequence,
      host,
      saved_at,
      created_at,
      summary,
      finished: finished ? 1 : 0,
      body: JSON.stringify(fields),
    };
    await database.transaction().execute(async (all) => {
      if (sequence === 0) await keepFirstState(all, session, codec, envelope);
      for (const [digest, body] of parts)
        await all
          .insertInto('parts')
          .values({ session_id: session, digest, body })
          .onConflict((there) => there.doNothing())
          .execute();
      await all
        .insertInto('snapshots')
        .values({ session_id: session, ...row })
        .onConflict((there) => there.column('session_id').doUpdateSet(row))
        .execute();
      // In the order in which a reader puts them in place.
      const texts = codec.parts.flatMap((field) => parts.get(Object(fields[field]).part) ?? []);
      const seal = sealOf(codec.shape, sequence, row.body, texts);
      await all
        .insertInto('seals')
        .values({ session_id: session, seal })
        .onConflict((there) => there.column('session_id').doUpdateSet({ seal }))
        .execute();
      const used = [...parts.keys()];
      const unused = all.deleteFrom('parts').where('session_id', '=', session);
      await (used.length === 0 ? unused : unused.where('digest', 'not in', used)).execute();
    });
  };

  return { save: (envelope) => guardedBy(path, () => save(envelope)) };
}

/** States share what did not change: the text of a part is made once. */
const TEXTS = new WeakMap<object, { readonly digest: string; readonly body: string }>();

function apart<State>(
  { encode, parts: constant }: Pick<SnapshotCodec<State>, 'encode' | 'parts'>,
  state: State,
): { readonly fields: Fields; readonly parts: ReadonlyMap<string, string> } {
  const parts = new Map<string, string>();
  const fields = Object.entries(encode(state)).map(([field, value]) => {
    if (!constant.includes(field) || typeof value !== 'object' || value === null) return [field, value];
    const { digest, body } = textOf(value);
    parts.set(digest, body);
    return [field, { part: digest }];
  });
  return { fields: Object.fromEntries(fields), parts };
}

function textOf(value: object): { readonly digest: string; readonly body: string } {
  const known = TEXTS.get(value);
  if (known !== undefined) return known;
  const body = JSON.stringify(value);
  const text = { digest: createHash('sha256').update(body).digest('hex'), body };
  TEXTS.set(value, text);
  return text;
}
