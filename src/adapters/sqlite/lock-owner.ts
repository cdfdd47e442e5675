import type { Instant, SessionId } from '../../domain/shared/ids.ts';
import type { LockOwner } from '../../ports/lock.ts';

/** Parses the owner in a lock's owner file; null: it names none. */
export function decodeOwner(text: string): LockOwner | null {
  try {
    const { pid, host, started_at, session_id, role } = Object(JSON.parse(text));
    const isOwner =
      Number.isSafeInteger(pid) &&
      [host, started_at, session_id].every((field) => typeof field === 'string') &&
      (role === 'engine' || role === 'run');
    if (!isOwner) return null;
    return { pid, host, started_at: started_at as Instant, session_id: session_id as SessionId, role };
  } catch {
    return null;
  }
}
