/** What a program left behind: daemons, background jobs, whatever moved into a session of its own. */
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { killGroup } from './command.ts';
import { COOKIE } from './gate-environment.ts';

export interface Mark {
  readonly cookie: string;
  /** Number of the process group (and session) that was started with the cookie; null: not known any more. */
  readonly group: number | null;
}

const POLL_MS = 20;
const KILL_ROUNDS = 100;

/** Ends everything that carries the mark: asks with SIGTERM, insists with SIGKILL after the grace. Gives how many there were. */
export async function endStragglers(mark: Mark, grace_ms: number): Promise<number> {
  const seen = new Set<number>();
  const signalAll = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> => {
    const carriers = await carriersOf(mark);
    const inGroup = mark.group !== null && killGroup(mark.group, signal);
    for (const pid of carriers) {
      seen.add(pid);
      send(pid, signal);
    }
    return inGroup || carriers.length > 0;
  };
  if (!(await signalAll('SIGTERM'))) return 0;
  const deadline = performance.now() + grace_ms;
  while (performance.now() < deadline) {
    await wait(POLL_MS);
    if (!(await isAnybodyThere(mark))) return seen.size;
  }
  // Whatever forks while it is being ended is met in the next round.
  for (let round = 0; round < KILL_ROUNDS && (await signalAll('SIGKILL')); round++) await wait(POLL_MS);
  return seen.size;
}

async function isAnybodyThere(mark: Mark): Promise<boolean> {
  return (await carriersOf(mark)).length > 0 || (process.platform !== 'linux' && isGroupAlive(mark.group));
}

/** Gives the living processes with the cookie in their environment, or in the session of the group. Linux only; elsewhere none. */
async function carriersOf({ cookie, group }: Mark): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const session = await sessionOf(pid);
      if (session === null) return false;
      return (group !== null && session === group) || (await carriesCookie(pid, cookie));
    }),
  );
  return pids.filter((_pid, index) => found[index]);
}

/** Gives the session of a living process; null: gone, or dead and not yet collected. @see proc_pid_stat(5) */
async function sessionOf(pid: number): Promise<number | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => '');
  // The name stands in brackets and may hold anything.
  const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state === undefined || session === undefined || 'ZX'.includes(state) ? null : Number(session);
}

async function carriesCookie(pid: number, cookie: string): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  return `\0${environment}`.includes(`\0${COOKIE}=${cookie}\0`);
}

function isGroupAlive(group: number | null): boolean {
  try {
    return group !== null && process.kill(-group, 0);
  } catch {
    return false;
  }
}

function send(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone, which is what was wanted.
  }
}
