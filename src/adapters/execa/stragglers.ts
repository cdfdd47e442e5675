/**
 * Finds and ends what a program left behind: daemons, background jobs, anything in a session of its own. It recognises them by their
 * session or by the cookie in their environment. If they dropped both (`env -i setsid`), it goes by the folder that they work in.
 */
import { readdirSync } from 'node:fs';
import { readlink, stat } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { COOKIE } from './gate-environment.ts';
import { factsOf, kernelText, type ProcessFacts } from './process-facts.ts';
import { killGroup } from './watch-over.ts';

export interface ProcessMark {
  readonly cookie: string;
  /** ID of the process group (and session) started with the cookie; null: no longer known. */
  readonly group: number | null;
  /** Folder that the program ran in; null: unknown, or not the program's alone. */
  readonly place: OwnedFolder | null;
  /** The program ran so briefly that numbers of processes cannot have begun again: what it started has one between its group's and the newest. */
  readonly brief?: boolean;
}

/** A folder that belongs to the program alone while it runs, and its start time: older processes are not the program's. */
export interface OwnedFolder {
  /** Absolute path without symbolic links. */
  readonly folder: string;
  /** In clock ticks since boot. */
  readonly since: number;
}

const POLL_MS = 20;
const KILL_ROUNDS = 100;

/** Ends every process that carries the mark: with SIGTERM, after the grace period with SIGKILL. Returns how many there were. */
export async function endStragglers(mark: ProcessMark, grace_ms: number): Promise<number> {
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
  // The next round catches processes that were forked during this one.
  for (let round = 0; round < KILL_ROUNDS && (await signalAll('SIGKILL')); round++) await wait(POLL_MS);
  return seen.size;
}

async function isAnybodyThere(mark: ProcessMark): Promise<boolean> {
  return (await carriersOf(mark)).length > 0 || (process.platform !== 'linux' && isGroupAlive(mark.group));
}

/** Lists the living processes of the mark: by session, by cookie, or by folder. Linux only; none on other systems. */
async function carriersOf({ cookie, group, place, brief = false }: ProcessMark): Promise<readonly number[]> {
  if (process.platform !== 'linux') return [];
  const newest = brief ? newestProcess() : null;
  const isBelow = newest !== null && group !== null && newest >= group;
  const [after, to] = isBelow ? [group, newest] : [1, Number.POSITIVE_INFINITY];
  if (after === to) return [];
  const pids = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > after && pid <= to && pid !== process.pid);
  const living = pids.flatMap((pid) => {
    const facts = factsOf(pid);
    // What is older than the program is nothing that it left.
    const mayBe = facts !== null && !'ZX'.includes(facts.state) && facts.start >= (place?.since ?? 0);
    return mayBe ? [{ pid, facts }] : [];
  });
  const found = await Promise.all(
    living.map(async ({ pid, facts }) => {
      if (group !== null && facts.session === group) return true;
      return carriesCookie(pid, cookie) || (place !== null && (await worksIn(place, pid, facts)));
    }),
  );
  return living.flatMap(({ pid }, index) => (found[index] ? [pid] : []));
}

/** Returns the number of the process that was started last. @see proc_loadavg(5) */
function newestProcess(): number | null {
  const text = kernelText('/proc/loadavg');
  return text === null ? null : Number(text.trim().split(' ').at(-1));
}

/**
 * Checks whether a process can only come from the program that ran in a folder. It works there, started later, and belongs to the same
 * user. It has no terminal (unlike a shell that somebody opened there), and is not one of our own helpers.
 */
async function worksIn({ folder, since }: OwnedFolder, pid: number, facts: ProcessFacts): Promise<boolean> {
  if (facts.start < since || facts.terminal !== 0 || facts.parent === process.pid) return false;
  const owner = await stat(`/proc/${pid}`).catch(() => null);
  if (owner === null || owner.uid !== process.getuid?.()) return false;
  const links = ['cwd', 'root'].map((name) => readlink(`/proc/${pid}/${name}`).catch(() => ''));
  const inside = (path: string) =>
    path === folder || path.startsWith(`${folder}/`) || path === `${folder} (deleted)`;
  return (await Promise.all(links)).some(inside);
}

function carriesCookie(pid: number, cookie: string): boolean {
  const environment = kernelText(`/proc/${pid}/environ`) ?? '';
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
    // It is already gone, as wanted.
  }
}
