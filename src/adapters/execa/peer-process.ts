/** Finds out which process is at the other end of a Unix-domain socket, and whether a gate started it. Linux only. */
import { readFile, readlink } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { COOKIE } from './gate-environment.ts';
import { factsIn } from './process-facts.ts';
import { runProgram } from './program.ts';

const LONGEST_MS = 2_000;
/** No chain of parents is longer; processes that end meanwhile could otherwise make a circle. */
const MOST_PARENTS = 1_000;

/**
 * Lists the processes that have the other end of an accepted socket open, as the kernel says; empty: it cannot be asked. Node does not tell
 * the credentials of a peer, so `ss` does. @see ss(8), -x -p: one line a socket, with its inode and that of its peer
 */
export async function peersOf(socket: Socket, path: string): Promise<readonly number[]> {
  const { fd } = (socket as Socket & { readonly _handle?: { readonly fd?: number } })._handle ?? {};
  const inode = /^socket:\[(\d+)\]$/.exec(await readlink(`/proc/self/fd/${fd}`).catch(() => ''))?.[1];
  if (inode === undefined) return [];
  const { stdout } = await runProgram('ss', ['-xpnH'], {
    cwd: '/',
    env: { PATH: path },
    timeout_ms: LONGEST_MS,
  });
  const line = stdout.split('\n').find((each) => new RegExp(` ${inode}\\s+users:`).test(each)) ?? '';
  return [...line.matchAll(/,pid=(\d+),fd=/g)].map(([, pid]) => Number(pid));
}

/** Checks whether a gate started a process: it carries the mark of one, or comes from this process, which starts nobody else that talks. */
export async function comesFromGate(pid: number): Promise<boolean> {
  const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
  const mark = environment.split('\0').find((each) => each.startsWith(`${COOKIE}=`));
  // Where this engine itself runs in a gate, all that belong to it have that gate's mark.
  if (mark !== undefined && mark !== `${COOKIE}=${process.env[COOKIE]}`) return true;
  const facts = await factsOf(pid);
  return (await descends(pid)) || (facts !== null && (await descends(facts.session)));
}

async function descends(pid: number): Promise<boolean> {
  for (let at = pid, steps = 0; at > 1 && steps < MOST_PARENTS; steps += 1) {
    const parent = (await factsOf(at))?.parent ?? 0;
    if (parent === process.pid) return true;
    at = parent;
  }
  return false;
}

async function factsOf(pid: number) {
  return factsIn(await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => ''));
}
