/** Running other people's programs: in their own process group, output to a file, a deadline, and nothing left behind. */
export interface ProcessRequest {
  /** Run by `sh -c`. */
  readonly command: string;
  /** Absolute path. */
  readonly cwd: string;
  /** Added to an allow-listed environment without tokens or agents. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeout_ms: number;
  /** Absolute path of the log; standard output and error go there, in order, at most `max_log_bytes`. */
  readonly log: string;
  readonly max_log_bytes: number;
  /** Written into the environment as INTORCH_COOKIE, so that whatever the program leaves behind can be found. */
  readonly cookie: string;
  readonly signal: AbortSignal | null;
}

export interface ProcessOutcome {
  /** null: ended by a signal or never started. */
  readonly exit_code: number | null;
  readonly signal: string | null;
  readonly timed_out: boolean;
  readonly duration_ms: number;
  /** Why it could not start; null when it did. */
  readonly unable: string | null;
}

export interface Processes {
  /** Never rejects for what the program does; resolves when it and its group are gone. */
  readonly run: (request: ProcessRequest) => Promise<ProcessOutcome>;
  /** Ends every process that carries the cookie; says how many. */
  readonly sweep: (cookie: string) => Promise<number>;
}
