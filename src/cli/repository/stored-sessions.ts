/** Reads stored sessions of any kind from the database, and from checkpoints where the database has none. */
import { type ReadOnlyStore, readingStore } from '../../adapters/sqlite/reading-store.ts';
import type { Journalled } from '../../adapters/sqlite/sqlite-journal.ts';
import type { StoredSummary } from '../../adapters/sqlite/summaries.ts';
import { newestNamed } from '../../adapters/yaml/names-in.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { readSession, type StoredSession, type Stores } from '../../engine/recover.ts';
import type { SessionRecord } from '../../ports/stores.ts';
import type { ProcessKind, ProcessStatus, StoredForm, StoredPlace } from './process-kind.ts';

/** Has no effect for readers: only whoever drives a session rotates its checkpoints. */
const KEPT = 10;

export interface StoredSessions {
  /** What a list shows of the sessions in the database, all read at once; null for one that has to be read by itself. */
  readonly summaries: () => Promise<ReadonlyMap<SessionId, Omit<SessionRecord, 'id'> | null>>;
  /** Reads a session for a list; null when it cannot be read. */
  readonly summaryOf: (id: SessionId) => Promise<Omit<SessionRecord, 'id'> | null>;
  /** Reads and describes a session, whatever its kind. */
  readonly show: (id: SessionId) => Promise<StoredSession<ProcessStatus>>;
  /** Reads a session of one kind. */
  readonly read: <State, Event extends Journalled>(
    id: SessionId,
    form: StoredForm<State, Event>,
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
    storesFor: ({ rows, codec }) => ({
      ...(store?.storeOf(session, {
        ...rows,
        decode: async (fields, version) => (await codec()).decode(fields, version),
      }) ?? NOTHING_STORED),
      checkpoints: {
        newest: () => newestNamed(folder, session),
        load: async () => {
          const { createYamlCheckpoints } = await import('../../adapters/yaml/yaml-checkpoints.ts');
          return createYamlCheckpoints({
            codec: await codec(),
            session,
            directory: folder,
            keep: KEPT,
            mirror: null,
            onTrouble: () => {},
          }).load();
        },
      },
    }),
  });

  const showIn = async (store: ReadOnlyStore | null, id: SessionId) => {
    const place = placeIn(store, id, await folderOf(id));
    const kind = (await store?.summaries())?.get(id)?.kind;
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
    summaries: () =>
      readingStore(directory, async (store) => {
        const rows = [...((await store?.summaries()) ?? [])];
        return new Map(rows.map(([id, row]) => [id, row?.is_newest ? recordOf(row) : null]));
      }),
    summaryOf: (id) =>
      readingStore(directory, async (store) => {
        const { found, kind } = await showIn(store, id);
        if (found === null) return null;
        const { created_at, summary, finished } = found.state;
        return { kind, created_at, summary, finished };
      }),
    show: (id) => readingStore(directory, (store) => showIn(store, id)),
    read: (id, form, transition) =>
      readingStore(directory, async (store) =>
        readSession(placeIn(store, id, await folderOf(id)).storesFor(form), transition),
      ),
  };
}

function recordOf({ kind, created_at, summary, finished }: StoredSummary): Omit<SessionRecord, 'id'> {
  return { kind, created_at, summary, finished };
}

/** Stands in for the database where there is none yet. */
const NOTHING_STORED: Pick<Stores<never, never>, 'snapshots' | 'journal'> = {
  snapshots: { load: () => Promise.resolve(null), loadFirst: () => Promise.resolve(null) },
  journal: { since: () => Promise.resolve([]) },
};
