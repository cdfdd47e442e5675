/** Sessions that somebody else drives: who it is when no screen of this process can connect to them, and how to end them. */
import { IntorchError } from '../../domain/shared/errors.ts';
import type { LockOwner } from '../../ports/lock.ts';
import type { Elsewhere } from '../../tui/screen-input.ts';
import type { Looking } from '../repository/read-repository.ts';
import { ownerText } from './hold-lock.ts';

const PATIENCE_MS = 60_000;

/** Describes who drives the session when no screen can connect to them. Returns null when it is an engine of this host that answers. */
export function elsewhereOf(owner: LockOwner, host: string, silent: boolean): Elsewhere | null {
  const here = owner.host === host;
  if (owner.role === 'engine' && here && !silent) return null;
  return {
    role: owner.role,
    pid: owner.pid,
    host: owner.host,
    since: owner.started_at,
    seen: !here ? 'unverifiable' : silent ? 'silent' : 'working',
    can_stop: here,
  };
}

/** Asks the owner of the lock to save and end, and waits until it has. @throws SESSION_LOCKED when it does not */
export async function endOwner(
  { lock }: Pick<Looking, 'lock'>,
  owner: LockOwner,
  patience_ms = PATIENCE_MS,
): Promise<void> {
  const holds = async () => {
    const now = await lock.owner();
    return now !== null && now.pid === owner.pid && now.started_at === owner.started_at;
  };
  // Another process may have this pid by now, so only end it while it still holds the lock.
  if (!(await holds())) return;
  try {
    process.kill(owner.pid, 'SIGTERM');
  } catch (thrown) {
    // Without such a process it has just ended by itself.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH'))
      throw new IntorchError('SESSION_LOCKED', `It may not be ended from here: ${ownerText(owner)}`, {
        cause: thrown,
      });
  }
  const until = Date.now() + patience_ms;
  while (await holds()) {
    if (Date.now() > until)
      throw new IntorchError('SESSION_LOCKED', `It was asked to end and works on: ${ownerText(owner)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
