import { closeSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';

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
  const line = kernelText(`/proc/${pid}/stat`);
  return line === null ? null : factsIn(line);
}

/** Such files say that they are empty: for each of them, Node would make a buffer of its own. */
const BUFFER = Buffer.allocUnsafe(64 * 1024);

/** Reads a file of /proc; null: it is not there, or not ours to read. */
export function kernelText(path: string): string | null {
  try {
    const file = openSync(path, 'r');
    try {
      let size = 0;
      for (let got = -1; got !== 0 && size < BUFFER.length; size += got)
        got = readSync(file, BUFFER, size, BUFFER.length - size, null);
      return size < BUFFER.length ? BUFFER.toString('utf8', 0, size) : readFileSync(path, 'utf8');
    } finally {
      closeSync(file);
    }
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
