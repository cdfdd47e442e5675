import type { PastSession, PastSessions } from './past-session.ts';

export interface SessionHistory {
  readonly known: () => PastSessions;
  /** Reads the sessions again. What is known stays in view until then. */
  readonly read: () => void;
}

/** Creates the reader of past sessions. It calls `onKnown` when there is more to show. */
export function sessionHistory(
  load: () => Promise<readonly PastSession[]>,
  onKnown: () => void,
): SessionHistory {
  let known: PastSessions = { kind: 'unread' };
  let reading = false;
  const show = (read: PastSessions) => {
    known = read;
    reading = false;
    onKnown();
  };
  return {
    known: () => known,
    read: () => {
      if (reading) return;
      reading = true;
      if (known.kind !== 'read') known = { kind: 'reading' };
      load().then(
        (sessions) => show({ kind: 'read', sessions }),
        (thrown) =>
          show({ kind: 'failed', because: thrown instanceof Error ? thrown.message : String(thrown) }),
      );
    },
  };
}
