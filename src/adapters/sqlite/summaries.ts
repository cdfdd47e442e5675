import type { Kysely } from 'kysely';
import type { SessionSummary } from '../../domain/shared/codec.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { Tables } from './tables.ts';

/** What is known of one session without reading its state. */
export interface StoredSummary extends SessionSummary {
  readonly kind: string;
  /** Whether the journal holds nothing that came after it. */
  readonly is_newest: boolean;
}

/** Reads what is known of every session that has a row, in one query, however many there were; null: its row alone. */
export async function readSummaries(
  database: Kysely<Tables>,
): Promise<ReadonlyMap<SessionId, StoredSummary | null>> {
  const rows = await database
    .selectFrom('sessions')
    .leftJoin('snapshots', 'snapshots.session_id', 'sessions.session_id')
    .select((row) => [
      'sessions.session_id',
      'snapshots.kind',
      'snapshots.created_at',
      'snapshots.summary',
      'snapshots.finished',
      row
        .selectFrom('events')
        .select((event) => event.fn.max('events.sequence').as('last'))
        .whereRef('events.session_id', '=', 'sessions.session_id')
        .as('last'),
      'snapshots.sequence',
    ])
    .execute();
  return new Map(
    rows.map(({ session_id, kind, created_at, summary, finished, sequence, last }) => {
      if (kind === null || created_at === null || summary === null) return [session_id as SessionId, null];
      const is_newest = Number(last ?? 0) <= Number(sequence);
      const known = { kind, summary, created_at: created_at as Instant, finished: finished === 1, is_newest };
      return [session_id as SessionId, known];
    }),
  );
}
