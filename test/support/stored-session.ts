/** Stored sessions held in memory, for read-only commands. The stores themselves have their own tests. */

import { integrationStatus } from '../../src/cli/repository/integration-kind.ts';
import type { SessionContext } from '../../src/cli/repository/session-context.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { SessionId } from '../../src/domain/shared/ids.ts';
import type { LockOwner } from '../../src/ports/lock.ts';
import type { CheckpointFile } from '../../src/ports/stores.ts';
import { sampleInstant } from './states.ts';

export interface StoredSession {
  readonly state: IntegrationState | null;
  readonly files?: readonly CheckpointFile[];
  readonly reports?: Readonly<Record<string, string>>;
}

export interface Stored {
  readonly context: SessionContext;
  /** The numbers that `prune` was called with. */
  readonly pruned: readonly number[];
}

/** Creates a context with these sessions, newest first. */
export function storedSessions(
  sessions: Readonly<Record<string, StoredSession>>,
  owner: LockOwner | null = null,
): Stored {
  const pruned: number[] = [];
  const of = (id: SessionId): StoredSession => sessions[id] ?? { state: null };
  const refuse = () => Promise.reject(new Error('a command that looks must not write'));
  const context: SessionContext = {
    sessions: {
      list: async () =>
        Object.entries(sessions).map(([id, { state }]) => ({
          id: id as SessionId,
          kind: 'integration',
          created_at: sampleInstant(),
          summary: state?.stage ?? 'unknown',
          finished: state?.stage === 'FINISHED',
        })),
    },
    lock: { owner: async () => owner },
    stored: storedInMemory(of),
    checkpoints: async (id) => ({
      list: async () => of(id).files ?? [],
      show: async (name) => `text of ${name}\n`,
      prune: async (keep) => {
        pruned.push(keep);
        return (of(id).files ?? []).slice(keep).map((file) => file.name);
      },
    }),
    files: (id) => ({
      write: refuse,
      remove: refuse,
      read: async (path) => of(id).reports?.[path.replace(/^reports\//, '')] ?? null,
      absolute: (path) => `/sessions/${id}/${path}`,
      startLog: refuse,
    }),
  };
  return { context, pruned };
}

function storedInMemory(of: (id: SessionId) => StoredSession): SessionContext['stored'] {
  const read = async (id: SessionId) => {
    const { state, files = [] } = of(id);
    const refused = files.filter((file) => file.refused !== null);
    const at = sampleInstant();
    const from = { sequence: 7, saved_at: at, host: 'mill', by: 'snapshot', events_after: 0 } as const;
    return { found: state && { state, sequence: 7, last_sign_of_life: at, from }, refused };
  };
  return {
    summaries: () => Promise.resolve(new Map()),
    summaryOf: () => Promise.reject(new Error('the list has the summaries')),
    show: async (id) => {
      const { found, refused } = await read(id);
      if (found === null) return { found, refused };
      const codec = integrationCodec.summaryOf(found.state);
      const in_flight = found.state.in_flight.map(({ key }) => key);
      return {
        found: { ...found, state: { ...codec, ...integrationStatus(found.state), in_flight } },
        refused,
      };
    },
    read: async (id) => (await read(id)) as never,
  };
}

/** Creates a checkpoint file as a list shows it. */
export function storedFile(name: string, refused: string | null = null): CheckpointFile {
  return { name, place: 'active', sequence: 7, saved_at: sampleInstant(), bytes: 1234, refused };
}
