/**
 * This folder: programs in process groups of their own; other adapters stand on it.
 *
 * Runs programs, and is the one place that knows execa. Arguments are an array (no shell), the environment is exactly what is given
 * (nothing is inherited), and how a program ends is a value: nothing here rejects for what the program does.
 *
 * This folder is shared ground below the other adapters: `adapters/git/` and the gate runner both stand on it.
 */
import type { Socket } from 'node:net';
import { execa } from 'execa';
import { missingOf } from './failed-start.ts';
import { ticksOf } from './process-facts.ts';
import { watchOver } from './watch-over.ts';

/** How a program ended. */
export interface ProgramEnd {
  /** null: killed by a signal, or never started. */
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly duration_ms: number;
  /** Why the program could not start: `ENOENT` where there is no such program, another code, or a sentence; null: it did. */
  readonly failed_to_start: string | null;
}

export interface ProgramOutcome extends ProgramEnd {
  /** Ended because it reached its deadline. */
  readonly timed_out: boolean;
  /** Ended because the caller's `AbortSignal` fired. */
  readonly aborted: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** Ended because it wrote more than `max_output_bytes`. */
  readonly too_much_output: boolean;
}

export interface ProgramOptions {
  readonly cwd: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** Bytes for standard input, which is then closed; default: empty. */
  readonly input?: Uint8Array;
  readonly timeout_ms: number;
  /** `progress`: the deadline starts again while the program writes or computes, for work that grows. Default `start`. */
  readonly deadline_after?: 'start' | 'progress';
  /** `latin1` decodes each byte to one character, so that no byte is lost; default `utf8`. */
  readonly encoding?: 'utf8' | 'latin1';
  /** Default 256 MiB. */
  readonly max_output_bytes?: number;
  readonly signal?: AbortSignal | null;
}

const MOST_OUTPUT = 256 * 1024 * 1024;
/** Each program gets its own process group: it can be ended with its children, and our Ctrl-C does not reach git. */
const COMMON = { extendEnv: false, detached: true, cleanup: false, reject: false } as const;

/**
 * Runs a program until it ends, and returns its output. At the deadline, or when aborted, ends its whole process group (SIGTERM, then
 * SIGKILL): otherwise a grandchild that holds the pipe open would block this function.
 */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<ProgramOutcome> {
  const child = execa(file, args, {
    ...COMMON,
    cwd: options.cwd,
    env: options.env,
    input: options.input ?? new Uint8Array(),
    encoding: options.encoding ?? 'utf8',
    stripFinalNewline: false,
    maxBuffer: options.max_output_bytes ?? MOST_OUTPUT,
  });
  const { pid = null, stdout, stderr } = child;
  const written = () => (stdout as Socket).bytesRead + (stderr as Socket).bytesRead;
  const progress = () =>
    pid === null || options.deadline_after !== 'progress' ? 0 : written() + ticksOf(pid);
  const watch = watchOver(pid, { ...options, progress });
  const result = await child;
  const why = watch.stop();
  return {
    ...endOf(result, options.cwd),
    timed_out: why === 'deadline',
    aborted: why === 'caller',
    stdout: result.stdout,
    stderr: result.stderr,
    too_much_output: result.isMaxBuffer,
  };
}

export interface StartOptions {
  readonly cwd: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** An open file that receives standard output and standard error, in the order in which they are written. */
  readonly output_fd: number;
  /** An open file that it gets as descriptor 3. */
  readonly status_fd?: number;
}

export interface StartedProgram {
  /** Also the ID of its process group; null: it could not start. */
  readonly pid: number | null;
  readonly ended: Promise<ProgramEnd>;
}

/**
 * Starts a program as the leader of its own process group, without a terminal or standard input. It outlives this process unless the
 * caller ends it, with `process.kill(-pid, ...)`.
 */
export function startProgram(file: string, args: readonly string[], options: StartOptions): StartedProgram {
  // execa accepts any open descriptor, but its types only know the standard ones.
  const output = options.output_fd as 1;
  const child = execa(file, args, {
    ...COMMON,
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', output, output, ...(options.status_fd === undefined ? [] : [options.status_fd as 1])],
    buffer: false,
  });
  return { pid: child.pid ?? null, ended: child.then((result) => endOf(result, options.cwd)) };
}

/** What both kinds of result have in common. */
interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly durationMs: number;
  readonly code?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function endOf(result: Ended, cwd: string): ProgramEnd {
  const exit_code = result.exitCode ?? null;
  const signal = result.signal ?? null;
  const ran = exit_code !== null || signal !== null;
  return {
    exit_code,
    signal,
    duration_ms: Math.round(result.durationMs),
    failed_to_start: ran
      ? null
      : result.code === 'ENOENT'
        ? missingOf(cwd)
        : (result.code ?? result.originalMessage ?? 'unknown reason'),
  };
}
