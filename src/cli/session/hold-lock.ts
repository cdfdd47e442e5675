import { systemClock } from '../../adapters/system-clock.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { Repository } from '../repository/compose.ts';

/** What the lock's owner reports before it knows which session it will drive. */
export const NO_SESSION = 'none' as SessionId;

/** Takes the session lock of a repository. @throws SESSION_LOCKED, with the name of the owner */
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

/** There is no screen to connect to for a run without one. */
const RUN_REMEDY = 'Wait for its end, or end it with intorch stop; intorch status shows how far it is';

/** Describes a lock's owner in words. */
export function ownerText(owner: LockOwner | null): string {
  if (owner === null) return 'it has not said its name yet';
  return `${owner.role} with pid ${owner.pid} on ${owner.host}, since ${owner.started_at}`;
}
