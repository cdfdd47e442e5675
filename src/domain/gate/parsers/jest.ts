import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';

const SUMMARY = /^Tests: +(\d.*\btotal)$/;
const TEST_LINE = /^ +([✓✕○✎]) /;
const GLYPHS: Readonly<Record<string, 'passed' | 'failed' | 'skipped'>> = {
  '✓': 'passed',
  '✕': 'failed',
  '○': 'skipped',
  '✎': 'skipped',
};

/** Reads the output of `jest`, plain and verbose. A file that cannot be loaded appears among the failing names by its path. */
export function makeJestParser(): TallyParser {
  const ledger = makeLedger();
  /** The file whose failures follow; null outside of a `FAIL` block. */
  let file: string | null = null;
  let repeating = false;
  return {
    push: (line) => {
      const block = /^ ?(FAIL|PASS) {1,2}(\S.*?)(?: \(\d[\d.]* m?s\))?$/.exec(line);
      const summary = SUMMARY.exec(line)?.[1];
      if (block !== null) {
        file = block[1] === 'FAIL' && !repeating ? (block[2]?.trim() ?? null) : null;
      } else if (line === 'Summary of all failing tests') {
        // With many files, jest prints every failure a second time.
        repeating = true;
        file = null;
      } else if (summary !== undefined) {
        ledger.close(countsOf(summary));
        repeating = false;
        file = null;
      } else if (line.startsWith('No tests found, exiting with code ')) {
        ledger.close({});
      } else if (file !== null && line.startsWith('  ● ')) {
        const name = line.slice('  ● '.length);
        if (name === 'Test suite failed to run') ledger.failing(file);
        else if (name !== 'Console') ledger.failing(`${file} > ${name}`);
      } else {
        const glyph = TEST_LINE.exec(line)?.[1];
        const kind = glyph === undefined ? undefined : GLYPHS[glyph];
        if (kind !== undefined) ledger.count(kind);
      }
    },
    tally: ledger.tally,
    closed: ledger.closed,
  };
}

/** Reads `2 failed, 1 skipped, 1 todo, 2 passed, 6 total`. */
function countsOf(text: string) {
  const of = (word: string) => Number(new RegExp(`(\\d+) ${word}\\b`).exec(text)?.[1] ?? 0);
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo') };
}
