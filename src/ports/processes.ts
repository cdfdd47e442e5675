/** Runs external programs: in their own process group, with output to a file and a deadline, leaving nothing behind. */
import type { Confinement } from '../domain/config/settings.ts';

export interface ProcessRequest {
  /** Run by `sh -c`. */
  readonly command: string;
  /** Absolute path. */
  readonly cwd: string;
  /** Added to an environment that holds allow-listed variables only, no tokens or agents. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeout_ms: number;
  /** Absolute path of the log. It receives standard output and error, in order; what gets long is divided (domain/gate/log-parts.ts). */
  readonly log: string;
  /** A program that prints more is ended. */
  readonly max_log_bytes: number;
  /** Passed to the program as INTORCH_COOKIE, so that any process it leaves behind can be found. */
  readonly cookie: string;
  readonly signal: AbortSignal | null;
  /** What it may reach. Where it cannot be shut in as it should, it does not run. */
  readonly confinement: Confinement;
  /** Absolute paths of folders outside of `cwd` that it may read when it is shut in. */
  readonly read: readonly string[];
}

export interface ProcessOutcome {
  /** null: killed by a signal, or never started. */
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly timed_out: boolean;
  readonly duration_ms: number;
  /** Why the program could not start; null: it did. */
  readonly unable: string | null;
}

export interface Processes {
  /** Resolves when the program and its process group have ended. Never rejects because of what the program does. */
  readonly run: (request: ProcessRequest) => Promise<ProcessOutcome>;
  /** Names of the variables that are set here and that no program gets. */
  readonly withheld: ReadonlySet<string>;
  /** Ends every process that carries the cookie. Returns how many there were. */
  readonly sweep: (cookie: string) => Promise<number>;
}
