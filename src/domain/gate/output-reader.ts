import { type ErrorLine, errorFinder } from './first-error.ts';
import type { TestTally } from './gate.ts';
import { missedVariable } from './missed-variable.ts';
import { lineSplitter } from './output-lines.ts';
import type { OutputParser, TestReading } from './parsers/parser.ts';

/** What an output says: its tests by their closing summaries, the first line that tells an error, and variables that it misses. */
export interface OutputReading {
  /** null: no test runner recognised. */
  readonly tests: TestReading | null;
  readonly error: ErrorLine | null;
  readonly missed: readonly string[];
}

/** Reads an output that comes in pieces. */
export interface PieceReader {
  /** Reads the next piece. Returns the live counts; null: there are none yet. */
  readonly push: (text: string) => TestTally | null;
  readonly finish: () => OutputReading;
}

/**
 * Creates the reader of one output. `root`: absolute path of the workspace, which is removed from the lines, so that tests are named alike in
 * every workspace. `withheld`: names of variables that the program does not get.
 */
export function makePieceReader(
  parser: OutputParser,
  { root, withheld }: { readonly root: string | null; readonly withheld: ReadonlySet<string> },
): PieceReader {
  const errors = errorFinder();
  const missed = new Set<string>();
  const lines = lineSplitter((line) => {
    parser.push(line);
    errors.push(line);
    const variable = missedVariable(line, withheld);
    if (variable !== null) missed.add(variable);
  }, root);
  return {
    push: (text) => {
      lines.push(text);
      return parser.tally();
    },
    finish: () => {
      lines.end();
      return { tests: parser.finish(), error: errors.found(), missed: [...missed] };
    },
  };
}
