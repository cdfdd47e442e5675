import type { ConflictTally } from '../domain/integration/selectors/conflict-tally.ts';
import type { SessionOutcome } from '../domain/integration/state.ts';
import type { Instant, SessionId } from '../domain/shared/ids.ts';

/** One session of this repository, as the history screen shows it. */
export interface PastSession {
  readonly id: SessionId;
  readonly created_at: Instant;
  /** null when it is not finished. */
  readonly outcome: SessionOutcome | null;
  readonly because: string | null;
  readonly target: string;
  readonly integration_branch: string;
  readonly base: string | null;
  readonly commit: string | null;
  /** How many efforts are merged, how many of them without a conflict or a red gate, and how many took part. */
  readonly merged: number;
  readonly first_try: number;
  readonly total: number;
  /** How the conflicts were decided. */
  readonly conflicts: ConflictTally;
  /** How many questions of any kind the operator answered. */
  readonly answers: number;
  /** From start to end, or to the last sign of life. */
  readonly took_ms: number | null;
  /** The paths with the most conflicts, most first. */
  readonly hot: readonly { readonly path: string; readonly conflicts: number }[];
  /** What the newest final gates reported, one line each. */
  readonly gates: readonly string[];
  /** Absolute path of the report to read first; null when none was written. */
  readonly report: string | null;
}

/** What is known of past sessions: not read yet, being read, the sessions, or why they cannot be read. */
export type PastSessions =
  | { readonly kind: 'unread' | 'reading' }
  | { readonly kind: 'read'; readonly sessions: readonly PastSession[] }
  | { readonly kind: 'failed'; readonly because: string };
