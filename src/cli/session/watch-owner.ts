/** Watches a session that somebody else drives: reads what is saved of it, and never sends anything to its engine. */

import { systemClock } from '../../adapters/system-clock.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { EngineClient, Snapshot } from '../../tui/integration-client.ts';
import { followLog } from '../../wire/follow.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';
import type { Looking } from '../repository/read-repository.ts';
import { NO_EVIDENCE } from './evidence-reader.ts';
import { NO_SESSION, ownerText } from './hold-lock.ts';

const POLL_MS = 1000;

export interface Watching {
  readonly directory: Looking['directory'];
  readonly sessions: Looking['sessions'];
  readonly stored: Looking['stored'];
  readonly lock: Looking['lock'];
}

/** Creates a client that reads what the owner of the lock saves. It ends when the owner does. */
export function watchOwner(place: Watching, owner: LockOwner): EngineClient {
  let snapshot: Snapshot | null = null;
  let connection: ReturnType<EngineClient['connection']> = 'connecting';
  let timer: NodeJS.Timeout | null = null;
  const listeners = new Set<() => void>();
  const look = async () => {
    const [found, holder] = await Promise.all([newest(place, owner), place.lock.owner()]);
    if (connection === 'ended') return;
    if (found !== null) snapshot = found;
    const gone = holder === null || holder.pid !== owner.pid || holder.started_at !== owner.started_at;
    connection = gone ? 'ended' : found === null ? 'connecting' : 'live';
    for (const listener of [...listeners]) listener();
  };
  const poll = async () => {
    // A checkpoint that is just being replaced is read at the next poll.
    await look().catch(() => undefined);
    if (connection !== 'ended') timer = setTimeout(poll, POLL_MS);
  };
  void poll();
  return {
    snapshot: () => snapshot,
    connection: () => connection,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: () => Promise.resolve(`only watched here: ${ownerText(owner)} decides`),
    stopEngine: () => undefined,
    follow: (log, listener) => followLog(snapshot?.session_directory ?? '', log, listener),
    close: () => {
      connection = 'ended';
      if (timer !== null) clearTimeout(timer);
    },
  };
}

async function newest(place: Watching, owner: LockOwner): Promise<Snapshot | null> {
  const id = await drivenSession(place, owner);
  if (id === null) return null;
  const { found } = await readIntegration(place.stored, id);
  if (found === null) return null;
  return {
    kind: integrationCodec.kind,
    state: found.state,
    ...NO_EVIDENCE,
    live: {},
    setting_up: [],
    flagged: null,
    engine: { pid: owner.pid, host: owner.host, started_at: owner.started_at },
    checkpoint_saved_at: found.last_sign_of_life,
    commands: [],
    session_directory: `${place.directory}/sessions/${id}`,
    now: systemClock.now(),
  };
}

/** Finds the session that the owner drives. An owner that does not know it yet is assumed to drive the newest unfinished one. */
async function drivenSession(place: Watching, { session_id }: LockOwner): Promise<SessionId | null> {
  if (session_id !== NO_SESSION) return session_id;
  const records = (await place.sessions.list()).filter(isIntegration);
  return (records.find((record) => !record.finished) ?? records[0])?.id ?? null;
}
