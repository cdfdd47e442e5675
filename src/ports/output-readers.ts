/** Reads what programs print, so that no output keeps the engine from anything else. */
import type { ParserName } from '../domain/config/settings.ts';
import type { TestTally } from '../domain/gate/gate.ts';
import type { OutputReading } from '../domain/gate/output-reader.ts';

export interface OutputRequest {
  readonly parser: ParserName;
  /** Absolute path of the workspace. */
  readonly root: string;
  /** Names of the variables that the program does not get. */
  readonly withheld: readonly string[];
}

export interface OutputReader {
  /** Reads the next piece of the output. Resolves with the live counts when it is read; null: there are none. */
  readonly push: (text: string) => Promise<TestTally | null>;
  /** Resolves with what the whole output says; null: reading it took so long that it was given up. */
  readonly finish: () => Promise<OutputReading | null>;
}

export interface OutputReaders {
  /** Aborted: what is not read yet is given up. */
  readonly open: (request: OutputRequest, signal: AbortSignal) => Promise<OutputReader>;
}
