import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import type { SessionLock } from '../../ports/lock.ts';
import type { Checkpoints, SessionRecord, Sessions } from '../../ports/stores.ts';
import type { Files } from '../../ports/world.ts';
import { type FlagValues, flagValue } from '../arguments/parse-args.ts';
import type { StoredSessions } from './stored-sessions.ts';

/** What commands that only read stored sessions need. Nothing in it starts an engine. */
export interface SessionContext {
  readonly sessions: Pick<Sessions, 'list'>;
  readonly lock: Pick<SessionLock, 'owner'>;
  /** Lists the checkpoint files of a session, for reading. */
  readonly checkpoints: (
    session: SessionId,
  ) => Promise<Pick<Checkpoints<unknown>, 'list' | 'show' | 'prune'>>;
  /** Sessions of any kind, for reading. */
  readonly stored: StoredSessions;
  /** Files below the session's folder. */
  readonly files: (session: SessionId) => Files;
}

/** Returns the session that the command means: the one named, else the newest unfinished, else the newest; null when there is none. */
export async function meantSession(
  context: SessionContext,
  flags: FlagValues,
): Promise<SessionRecord | null> {
  const records = await context.sessions.list();
  const named = flagValue(flags, 'session');
  if (named === null) return records.find((record) => !record.finished) ?? records[0] ?? null;
  const found = records.find((record) => record.id === named);
  if (found !== undefined) return found;
  const remedy =
    records.length === 0
      ? 'There is none yet'
      : `There are: ${records.map((record) => record.id).join(', ')}`;
  throw new IntorchError('WRONG_USE', `There is no session ${sanitizeLine(named)}`, { remedy });
}

/** Returns the session that the command means. Throws when nothing has been integrated here. */
export async function someSession(context: SessionContext, flags: FlagValues): Promise<SessionRecord> {
  const record = await meantSession(context, flags);
  if (record !== null) return record;
  throw new IntorchError('NOTHING_TO_RESUME', 'Nothing has been integrated in this repository yet');
}
