import { readdirSync, readFileSync } from 'node:fs';

/** What the kernel reports about a process. */
export interface ProcessFacts {
  readonly state: string;
  readonly parent: number;
  readonly session: number;
  /** 0: no terminal. */
  readonly terminal: number;
  readonly start: number;
  /** Processor time of it and of the children that it has waited for, in the kernel's ticks. */
  readonly ticks: number;
}

/** Parses a line of /proc/PID/stat; null: the process is gone. @see proc_pid_stat(5) */
export function factsIn(line: string): ProcessFacts | null {
  // The name is in parentheses and may contain anything.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state, parent, , session, terminal] = fields;
  const start = fields[19];
  if (state === undefined || start === undefined) return null;
  const numbers = { parent: Number(parent), session: Number(session), terminal: Number(terminal) };
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return { state, ...numbers, start: Number(start), ticks };
}

/** Reads what the kernel reports about a process; null: it is gone, or this is not Linux. */
export function factsOf(pid: number): ProcessFacts | null {
  try {
    return factsIn(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return null;
  }
}

/** Returns the start time of a process that we have just started; null: not on Linux. @see proc_pid_stat(5), field 22 */
export function startOf(pid: number): number | null {
  return factsOf(pid)?.start ?? null;
}

/** Returns the processor time that a session of processes has used so far, in the kernel's ticks; 0 where nobody tells. */
export function ticksOf(session: number): number {
  if (process.platform !== 'linux') return 0;
  const all = readdirSync('/proc').map(Number).filter(Boolean).map(factsOf);
  return all.reduce((sum, facts) => sum + (facts?.session === session ? facts.ticks : 0), 0);
}
