/** Reads stored sessions of any kind from the database, and from checkpoints where the database has none. */
import { type ReadOnlyStore, readingStore } from '../../adapters/sqlite/session-store.ts';
import type { Journalled } from '../../adapters/sqlite/sqlite-journal.ts';
import { createYamlCheckpoints } from '../../adapters/yaml/yaml-checkpoints.ts';
import type { Codec } from '../../domain/shared/codec.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { readSession, type StoredSession, type Stores } from '../../engine/recover.ts';
import type { SessionRecord } from '../../ports/stores.ts';
import type { ProcessKind, ProcessStatus, StoredPlace } from './process-kind.ts';

/** Has no effect for readers: only whoever drives a session rotates its checkpoints. */
const KEPT = 10;

export interface StoredSessions {
  /** Names of the sessions in the database. */
  readonly ids: () => Promise<readonly string[]>;
  /** What a list shows of a session; null when it cannot be read. */
  readonly summaryOf: (id: SessionId) => Promise<Omit<SessionRecord, 'id'> | null>;
  /** Reads and describes a session, whatever its kind. */
  readonly show: (id: SessionId) => Promise<StoredSession<ProcessStatus>>;
  /** Reads a session of one kind. */
  readonly read: <State, Event extends Journalled>(
    id: SessionId,
    codec: Codec<State, Event>,
    transition: (state: State, event: Event) => State,
  ) => Promise<StoredSession<State>>;
}

/** Creates a reader of the sessions below an intorch folder; `folderOf` returns the folder of a session's checkpoints. */
export function storedSessions(
  kinds: readonly ProcessKind[],
  directory: string,
  folderOf: (id: SessionId) => Promise<string>,
): StoredSessions {
  const placeIn = (store: ReadOnlyStore | null, session: SessionId, folder: string): StoredPlace => ({
    storesFor: (codec) => ({
      ...(store?.storeOf(session, codec) ?? NOTHING_STORED),
      checkpoints: createYamlCheckpoints({
        codec,
        session,
        directory: folder,
        keep: KEPT,
        mirror: null,
        onTrouble: () => {},
      }),
    }),
  });

  const showIn = async (store: ReadOnlyStore | null, id: SessionId) => {
    const place = placeIn(store, id, await folderOf(id));
    const kind = (await store?.summaryOf(id))?.kind;
    // A session without a row comes from an older version, or from elsewhere: try every kind until one can read it.
    const tried = kinds.filter((each) => kind === undefined || each.kind === kind);
    let last: StoredSession<ProcessStatus> = { found: null, refused: [] };
    for (const each of tried) {
      last = await each.show(place);
      if (last.found !== null) return { ...last, kind: each.kind };
    }
    return { ...last, kind: kind ?? null };
  };

  return {
    ids: () => readingStore(directory, async (store) => (await store?.ids()) ?? []),
    summaryOf: (id) =>
      readingStore(directory, async (store) => {
        const row = (await store?.summaryOf(id)) ?? null;
        if (row?.is_newest) {
          const { kind, created_at, summary, finished } = row;
          return { kind, created_at, summary, finished };
        }
        const { found, kind } = await showIn(store, id);
        if (found === null) return null;
        const { created_at, summary, finished } = found.state;
        return { kind, created_at, summary, finished };
      }),
    show: (id) => readingStore(directory, (store) => showIn(store, id)),
    read: (id, codec, transition) =>
      readingStore(directory, async (store) =>
        readSession(placeIn(store, id, await folderOf(id)).storesFor(codec), transition),
      ),
  };
}

/** Stands in for the database where there is none yet. */
const NOTHING_STORED: Pick<Stores<never, never>, 'snapshots' | 'journal'> = {
  snapshots: { load: () => Promise.resolve(null), loadFirst: () => Promise.resolve(null) },
  journal: { since: () => Promise.resolve([]) },
};
