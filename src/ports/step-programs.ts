/** Runs the programs of a pipeline's steps: each in a process group of its own, with its output straight in a file, leaving nothing behind. */
import type { ProcessOutcome } from './processes.ts';

export interface StepRequest {
  /** A program by path or by name on the PATH; no shell reads it. */
  readonly file: string;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly directory: string;
  /** Where it runs, from there. */
  readonly cwd: string;
  /** Added to the environment of whoever runs it. */
  readonly env: Readonly<Record<string, string>>;
  /** SIGTERM then, SIGKILL 5 s later. */
  readonly timeout_ms: number;
  /** Absolute path of a file in a folder that is there; it is made, and receives standard output and error, in order. */
  readonly log: string;
  /** A program that prints more is ended. */
  readonly max_log_bytes: number;
  /** Marks its processes, so that any that it leaves behind can be found. */
  readonly cookie: string;
  readonly signal: AbortSignal;
  /** Paths from `cwd` that it has to leave. */
  readonly artifacts: readonly string[];
}

export interface StepPrograms {
  /** Resolves when the program and all that it started have ended. `missing`: artifacts that are not there. */
  readonly run: (request: StepRequest) => Promise<ProcessOutcome & { readonly missing: readonly string[] }>;
  /** Ends every process that carries the cookie. Returns how many there were. */
  readonly sweep: (cookie: string) => Promise<number>;
}
