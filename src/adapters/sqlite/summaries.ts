import type { DatabaseSync } from 'node:sqlite';
import type { SessionSummary } from '../../domain/shared/codec.ts';
import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { Tables } from './tables.ts';

/** What is known of one session without reading its state. */
export interface StoredSummary extends SessionSummary {
  readonly kind: string;
  /** Whether the journal holds nothing that came after it. */
  readonly is_newest: boolean;
}

type Row = Pick<Tables['sessions'], 'session_id'> & {
  readonly [Field in 'kind' | 'created_at' | 'summary' | 'finished' | 'sequence']:
    | Tables['snapshots'][Field]
    | null;
} & { readonly last: number | null };

const EVERY_SESSION = `
  SELECT sessions.session_id, kind, snapshots.created_at, summary, finished, sequence,
    (SELECT max(sequence) FROM events WHERE events.session_id = sessions.session_id) AS last
  FROM sessions LEFT JOIN snapshots ON snapshots.session_id = sessions.session_id`;

/** Reads what is known of every session that has a row, in one query, however many there were; null: its row alone. */
export function readSummaries(database: DatabaseSync): ReadonlyMap<SessionId, StoredSummary | null> {
  const rows = database.prepare(EVERY_SESSION).all() as unknown as readonly Row[];
  return new Map(
    rows.map(({ session_id, kind, created_at, summary, finished, sequence, last }) => {
      if (kind === null || created_at === null || summary === null) return [session_id as SessionId, null];
      const is_newest = Number(last ?? 0) <= Number(sequence);
      const known = { kind, summary, created_at: created_at as Instant, finished: finished === 1, is_newest };
      return [session_id as SessionId, known];
    }),
  );
}
