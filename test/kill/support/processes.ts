import { readFile } from 'node:fs/promises';

/** Waits until a condition holds. Rejects with a description of it when that takes too long. */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | null>,
  patience_ms = 60_000,
): Promise<T> {
  const until = Date.now() + patience_ms;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (Date.now() > until) throw new Error(`it did not come to this in time: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Ends processes and their groups as the kernel does when memory is short: without warning. */
export function killAll(pids: readonly number[]): void {
  for (const pid of pids) {
    for (const target of [-pid, pid]) {
      try {
        process.kill(target, 'SIGKILL');
      } catch {
        // Gone already, or not the leader of a group.
      }
    }
  }
}

/** Returns a process's state letter from the kernel (T: stopped); null when it is gone. @see proc_pid_stat(5) */
export async function stateOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'latin1').catch(() => null);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[0] ?? null;
}
