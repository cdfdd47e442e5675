import { readFileSync } from 'node:fs';

/** What the kernel says of a process. */
export interface ProcessFacts {
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** 0: no terminal. */
  readonly terminal: number;
  readonly start: number;
}

/** Reads what the kernel says of a process; null: it is gone. @see proc_pid_stat(5) */
export function factsIn(line: string): ProcessFacts | null {
  // The name stands in brackets and may hold anything.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, parent, , session, terminal] = fields;
  const start = fields[19];
  if (state === undefined || start === undefined) return null;
  const numbers = { parent: Number(parent), session: Number(session), terminal: Number(terminal) };
  return { state, ...numbers, start: Number(start) };
}

/** Gives the time at which a process started, right after it was started by us; null: not on Linux. @see proc_pid_stat(5), field 22 */
export function startOf(pid: number): number | null {
  try {
    return factsIn(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.start ?? null;
  } catch {
    return null;
  }
}
