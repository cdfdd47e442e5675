/**
 * This folder: programs in process groups of their own; other adapters stand on it.
 *
 * Runs programs, and is the one place that knows execa. Arguments are an array (no shell), the environment is exactly what is given
 * (nothing is inherited), and how a program ends is a value: nothing here rejects for what the program does.
 *
 * This folder is shared ground below the other adapters: `adapters/git/` and the gate runner both stand on it.
 */
import { execa } from 'execa';
import { watchOver } from './watch-over.ts';

/** How a program ended. */
export interface CommandEnd {
  /** null: ended by a signal, or never started. */
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly duration_ms: number;
  /** Why it could not start, e.g. `ENOENT`; null when it did. */
  readonly failed_to_start: string | null;
}

export interface CommandOutcome extends CommandEnd {
  /** Ended because it was not done by its deadline. */
  readonly timed_out: boolean;
  /** Ended because the caller's `AbortSignal` fired. */
  readonly aborted: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** There was more output than `max_output_bytes`, and the program was ended for it. */
  readonly too_much_output: boolean;
}

export interface CommandOptions {
  readonly cwd: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** Bytes for standard input, which is closed after them; without them it is empty. */
  readonly input?: Uint8Array;
  readonly timeout_ms: number;
  /** `latin1` gives one character per byte, so that no byte is lost; default `utf8`. */
  readonly encoding?: 'utf8' | 'latin1';
  /** Default 256 MiB. */
  readonly max_output_bytes?: number;
  readonly signal?: AbortSignal | null;
}

const MOST_OUTPUT = 256 * 1024 * 1024;
/** A process group of its own for each: so it can be ended with its children, and Ctrl-C for us is not Ctrl-C for git. */
const COMMON = { extendEnv: false, detached: true, cleanup: false, reject: false } as const;

/**
 * Runs a program to its end and gives its output. At the deadline, or when aborted, its whole process group is ended (SIGTERM, then
 * SIGKILL): a grandchild that holds the pipe open would otherwise keep this waiting.
 */
export async function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandOutcome> {
  const child = execa(file, args, {
    ...COMMON,
    cwd: options.cwd,
    env: options.env,
    input: options.input ?? new Uint8Array(),
    encoding: options.encoding ?? 'utf8',
    stripFinalNewline: false,
    maxBuffer: options.max_output_bytes ?? MOST_OUTPUT,
  });
  const watch = watchOver(child.pid ?? null, options);
  const result = await child;
  const why = watch.stop();
  return {
    ...endOf(result),
    timed_out: why === 'timed_out',
    aborted: why === 'aborted',
    stdout: result.stdout,
    stderr: result.stderr,
    too_much_output: result.isMaxBuffer,
  };
}

export interface StartOptions {
  readonly cwd: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  /** An open file that gets standard output and standard error, in the order they are written. */
  readonly output_fd: number;
}

export interface StartedCommand {
  /** Also the number of its process group; null when it could not start. */
  readonly pid: number | null;
  readonly ended: Promise<CommandEnd>;
}

/**
 * Starts a program as the leader of a process group of its own, without a terminal or standard input. It outlives this process
 * unless the caller ends it, with `process.kill(-pid, ...)`.
 */
export function startCommand(file: string, args: readonly string[], options: StartOptions): StartedCommand {
  // execa takes any open descriptor; its types know only the standard ones.
  const output = options.output_fd as 1;
  const child = execa(file, args, {
    ...COMMON,
    cwd: options.cwd,
    env: options.env,
    stdin: 'ignore',
    stdout: output,
    stderr: output,
    buffer: false,
  });
  return { pid: child.pid ?? null, ended: child.then(endOf) };
}

/** What both kinds of result say about the end. */
interface Ended {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  readonly durationMs: number;
  readonly code?: string | undefined;
  readonly originalMessage?: string | undefined;
}

function endOf(result: Ended): CommandEnd {
  const exit_code = result.exitCode ?? null;
  const signal = result.signal ?? null;
  const ran = exit_code !== null || signal !== null;
  return {
    exit_code,
    signal,
    duration_ms: Math.round(result.durationMs),
    failed_to_start: ran ? null : (result.code ?? result.originalMessage ?? 'unknown reason'),
  };
}
