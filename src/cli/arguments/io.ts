/** The terminal, or a substitute for it: everything a command needs of its process. */
import type { Invocation } from './parse-args.ts';

export interface Io {
  /** Writes to standard output unchanged. */
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Whether somebody is there to answer: standard input and output are both a terminal. */
  readonly interactive: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Replaces this process by the same program with another environment; absent: that cannot be done here. */
  readonly startAgain?: ((env: Readonly<Record<string, string>>) => void) | undefined;
  /** Absolute path of the folder to work on: `--repo`, else the current one. */
  readonly directory: string;
}

/** Runs one call of a command, and returns the exit status. */
export type CliCommand = (invocation: Invocation, io: Io) => Promise<number>;
