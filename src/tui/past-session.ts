import type { Outcome } from '../domain/integration/state.ts';
import type { Instant, SessionId } from '../domain/shared/ids.ts';

/** One session of this repository as history shows it. */
export interface PastSession {
  readonly id: SessionId;
  readonly created_at: Instant;
  /** null: it is not finished. */
  readonly outcome: Outcome | null;
  readonly because: string | null;
  readonly target: string;
  readonly integration_branch: string;
  readonly base: string | null;
  readonly commit: string | null;
  /** Efforts that are in, that are in without a conflict and a red gate, and that took part. */
  readonly merged: number;
  readonly first_try: number;
  readonly total: number;
  readonly by_you: number;
  readonly by_rule: number;
  /** From start to end, or to the last sign of life. */
  readonly took_ms: number | null;
  /** Paths with the most conflicts first. */
  readonly hot: readonly { readonly path: string; readonly conflicts: number }[];
  /** What the newest final gates said, one line each. */
  readonly gates: readonly string[];
  /** Absolute path of what is most worth reading; null: nothing was written. */
  readonly report: string | null;
}

/** What is known of the sessions: nobody looked yet, on the way, there they are, or why not. */
export type History =
  | { readonly kind: 'unread' | 'reading' }
  | { readonly kind: 'read'; readonly sessions: readonly PastSession[] }
  | { readonly kind: 'failed'; readonly because: string };
