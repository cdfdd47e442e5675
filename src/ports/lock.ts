import type { Instant, SessionId } from '../domain/shared/ids.ts';

/** Who holds the session lock. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly started_at: Instant;
  readonly session_id: SessionId;
  readonly role: 'engine' | 'run';
}

/** Allows one session per repository: a kernel lock, free at once when its holder dies, never stolen from a living process. */
export interface SessionLock {
  /** Takes the lock, or returns its owner. */
  readonly take: (
    owner: LockOwner,
  ) => Promise<{ readonly taken: true } | { readonly taken: false; readonly owner: LockOwner | null }>;
  readonly release: () => Promise<void>;
  /**
   * Returns the current owner without taking the lock; null: nobody. `at_once` does not wait for somebody else who only looks, and may name
   * the last owner then.
   */
  readonly owner: (how?: 'at_once') => Promise<LockOwner | null>;
}
