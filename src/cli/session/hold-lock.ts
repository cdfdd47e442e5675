import { systemClock } from '../../adapters/system-clock.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { LockOwner } from '../../ports/stores.ts';
import type { Repository } from '../repository/compose.ts';

/** What the lock's owner says as long as it does not know which session it will drive. */
export const NO_SESSION = 'none' as SessionId;

/** Takes the session lock of a repository. SESSION_LOCKED names who has it. */
export async function holdLock(repository: Repository, role: LockOwner['role']): Promise<void> {
  const owner: LockOwner = {
    pid: process.pid,
    host: repository.host,
    started_at: systemClock.now(),
    session_id: NO_SESSION,
    role,
  };
  const lock = await repository.lock.take(owner);
  if (lock.taken) return;
  throw new IntorchError(
    'SESSION_LOCKED',
    `Another intorch works on this repository: ${ownerText(lock.owner)}`,
    lock.owner?.role === 'run' ? { remedy: RUN_REMEDY } : {},
  );
}

/** A run without a screen has none to attach to. */
const RUN_REMEDY =
  'Wait for its end, or end it with Ctrl-C where it runs; `intorch status` shows how far it is';

/** Gives a lock's owner in words. */
export function ownerText(owner: LockOwner | null): string {
  if (owner === null) return 'it has not said its name yet';
  return `${owner.role} with pid ${owner.pid} on ${owner.host}, since ${owner.started_at}`;
}
