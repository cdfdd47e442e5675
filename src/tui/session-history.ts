import type { PastSession, PastSessions } from './past-session.ts';

export interface SessionHistory {
  readonly known: () => PastSessions;
  /** Reads the sessions when somebody first wants to see them. */
  readonly read: () => void;
}

/** Creates the reader of past sessions. It calls `onKnown` when there is more to show. */
export function sessionHistory(
  load: () => Promise<readonly PastSession[]>,
  onKnown: () => void,
): SessionHistory {
  let known: PastSessions = { kind: 'unread' };
  const show = (read: PastSessions) => {
    known = read;
    onKnown();
  };
  return {
    known: () => known,
    read: () => {
      if (known.kind !== 'unread') return;
      known = { kind: 'reading' };
      load().then(
        (sessions) => show({ kind: 'read', sessions }),
        (thrown) =>
          show({ kind: 'failed', because: thrown instanceof Error ? thrown.message : String(thrown) }),
      );
    },
  };
}
