/**
 * This folder: one file per runner format.
 *
 * Reading what test runners print. One parser reads the output of one command, line by line, in bounded memory. Lines come without
 * escapes and controls (domain/shared/text.ts sanitises), so a parser never sees a colour.
 *
 * A runner counts as recognised when it printed its closing summary. Before that the counts are live ones, good for a progress line and
 * for nothing else: a verdict rests on closing summaries only. Several summaries in one output (a monorepo) add up.
 */
import type { TestTally } from '../gate.ts';

/** Reads the lines of one runner. */
export interface TallyParser {
  /** Reads one line, without its line feed. */
  readonly push: (line: string) => void;
  /** Returns the counts so far, including live ones; null if nothing was recognised yet. */
  readonly tally: () => TestTally | null;
  /** Counts the closing summaries that were read. */
  readonly closed: () => number;
  /** Returns the names of all tests that ran, up to the last closing summary; null unless each counted test has its name. */
  readonly names: () => readonly string[] | null;
}

/** What a finished output says of its tests. */
export interface TestReading {
  readonly tests: TestTally;
  /** How many closing summaries there are, those of all packages of one run taken as one. */
  readonly summaries: number;
  /** Names of the tests that ran; null where the output does not name them all. */
  readonly names: readonly string[] | null;
}

/** Reads the output of one command, whoever puts prefixes before its lines. */
export interface OutputParser extends Pick<TallyParser, 'push' | 'tally'> {
  /** Returns what the closing summaries say; null when there is none. */
  readonly finish: () => TestReading | null;
}
