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

export interface TallyParser {
  /** Reads one line, without its line feed. */
  readonly push: (line: string) => void;
  /** Returns the counts so far, including live ones; null if nothing was recognised yet. */
  readonly tally: () => TestTally | null;
  /** Checks whether a closing summary was read. */
  readonly closed: () => boolean;
}

/** Returns the counts of a finished output's closing summaries; null when it has none. */
export function finalTally(parser: TallyParser): TestTally | null {
  return parser.closed() ? parser.tally() : null;
}
