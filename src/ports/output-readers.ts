/** Reads what programs print, so that no output keeps the engine from anything else. */
import type { ParserName } from '../domain/config/settings.ts';
import type { TestTally } from '../domain/gate/gate.ts';
import type { OutputReading } from '../domain/gate/output-reader.ts';

export interface OutputRequest {
  readonly parser: ParserName;
  /** Absolute path of the log. It may be divided into parts while it is read (domain/gate/log-parts.ts). */
  readonly log: string;
  /** What is read of it: all, or what is written from now on. */
  readonly of: 'all' | 'rest';
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Names of the variables that the program does not get. */
  readonly withheld: readonly string[];
}

export interface OutputReader {
  /** Reads on for a moment, at most to the end. Resolves with the live counts of what is read so far; null: there are none. */
  readonly read: () => Promise<TestTally | null>;
  /** Reads to the end. Resolves with what the whole output says; null: reading it took so long that it was given up. */
  readonly finish: () => Promise<OutputReading | null>;
}

export interface OutputReaders {
  /** Aborted: what is not read yet is given up. */
  readonly open: (request: OutputRequest, signal: AbortSignal) => Promise<OutputReader>;
}
