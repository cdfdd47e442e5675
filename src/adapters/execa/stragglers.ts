/**
 * What a program left behind: daemons, background jobs, whatever moved into a session of its own. It is known by its session, by the cookie
 * in its environment, and, when it has thrown away both (`env -i setsid`), by working in the folder that the program ran in.
 */
import { readdir, readFile, readlink, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { COOKIE } from './gate-environment.ts';
import { factsIn, type ProcessFacts } from './process-facts.ts';
import { killGroup } from './watch-over.ts';

export interface Mark {
  readonly cookie: string;
  /** Number of the process group (and session) that was started with the cookie; null: not known any more. */
  readonly group: number | null;
  /** Where the program ran; null: not known, or nobody else's folder. */
  readonly place: Place | null;
}

/** A folder that is the program's alone while it runs, with the time it started: what was there before is not its. */
export interface Place {
  /** Absolute path without symbolic links. */
  readonly folder: string;
  /** In clock ticks since the machine started. */
  readonly since: number;
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
async function carriersOf({ cookie, group, place }: Mark): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const pids = (await readdir('/proc')).map(Number).filter((pid) => pid > 1 && pid !== process.pid);
  const found = await Promise.all(
    pids.map(async (pid) => {
      const facts = factsIn(await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => ''));
      if (facts === null || 'ZX'.includes(facts.state)) return false;
      if (group !== null && facts.session === group) return true;
      return (await carriesCookie(pid, cookie)) || (place !== null && (await worksIn(place, pid, facts)));
    }),
  );
  return pids.filter((_pid, index) => found[index]);
}

/**
 * Says whether a process can only come from the program that ran in a folder: it works there, began after it, is the same user's, sits at
 * no terminal (a shell that somebody opened there does), and is none of our own helpers.
 */
async function worksIn({ folder, since }: Place, pid: number, facts: ProcessFacts): Promise<boolean> {
  if (facts.start < since || facts.terminal !== 0 || facts.parent === process.pid) return false;
  const owner = await stat(`/proc/${pid}`).catch(() => null);
  if (owner === null || owner.uid !== process.getuid?.()) return false;
  const links = ['cwd', 'root'].map((name) => readlink(`/proc/${pid}/${name}`).catch(() => ''));
  const inside = (path: string) =>
    path === folder || path.startsWith(`${folder}/`) || path === `${folder} (deleted)`;
  return (await Promise.all(links)).some(inside);
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
