import { readFileSync } from 'node:fs';
import type { ParserName } from '../../../../src/domain/config/settings.ts';
import type { TestTally } from '../../../../src/domain/gate/gate.ts';
import type { OutputParser } from '../../../../src/domain/gate/parsers/parser.ts';
import { makeParser } from '../../../../src/domain/gate/parsers/table.ts';
import { sanitize } from '../../../../src/domain/shared/text.ts';

/** Returns an output that a runner really printed (go and nextest: written after their documentation). */
export function captured(name: string): string {
  return readFileSync(new URL(`../../../fixtures/runners/${name}.txt`, import.meta.url), 'utf8');
}

/** Returns what a parser makes of a finished output, read as the output feed reads it. */
export function read(parser: ParserName, output: string): TestTally | null {
  return parsed(parser, output).finish()?.tests ?? null;
}

/** Returns the names of the tests that ran; null where the parser does not know them all. */
export function namesIn(parser: ParserName, output: string): readonly string[] | null {
  return parsed(parser, output).finish()?.names ?? null;
}

/** Returns the live counts at the end of an output that has not closed. */
export function readLive(parser: ParserName, output: string): TestTally | null {
  return parsed(parser, output).tally();
}

function parsed(parser: ParserName, output: string): OutputParser {
  const reader = makeParser(parser);
  for (const line of sanitize(output).split('\n')) reader.push(line);
  return reader;
}
