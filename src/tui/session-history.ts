import type { History, PastSession } from './past-session.ts';

export interface SessionHistory {
  readonly known: () => History;
  /** Reads the sessions when somebody first comes to look. */
  readonly read: () => void;
}

/** Gives what is known of past sessions; `onKnown` is called when there is more to see. */
export function sessionHistory(
  load: () => Promise<readonly PastSession[]>,
  onKnown: () => void,
): SessionHistory {
  let known: History = { kind: 'unread' };
  const show = (read: History) => {
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
