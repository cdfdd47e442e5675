import { readJsonReport } from './json-report.ts';
import { makeLedger, numberBefore } from './ledger.ts';
import type { TallyParser } from './parser.ts';
import { makeTwice } from './twice.ts';

const SUMMARY = /^Tests: +(\d.*\btotal)$/;
/** A suite or a test below its file, indented by its depth: `  suite`, `    ✓ adds (2 ms)`. */
const LISTED = /^((?: {2})+)(?:([✓✕○✎]) )?(\S.*)$/;
const BLOCK = /^ ?(FAIL|PASS) {1,2}(\S.*?)(?: \(\d[\d.]* m?s\))?(?: \(\d+ MB heap size\))?$/;
const GLYPHS: Readonly<Record<string, 'passed' | 'failed' | 'skipped'>> = {
  '✓': 'passed',
  '✕': 'failed',
  '○': 'skipped',
  '✎': 'skipped',
};

/** Reads the output of `jest`, plain, verbose and as JSON. A file that cannot be loaded appears among the failing names by its path. */
export function makeJestParser(): TallyParser {
  const ledger = makeLedger();
  /** The file whose failures follow; null outside of a `FAIL` block. */
  let file: string | null = null;
  let repeating = false;
  /** The file whose tests are being listed, and the suites around them; null: none is. */
  let list: { readonly file: string; readonly suites: string[] } | null = null;
  const twice = makeTwice(ledger);
  return {
    push: (line) => {
      const report = readJsonReport(line, 'jest');
      if (report !== null) return twice.report(report);
      const block = BLOCK.exec(line);
      const summary = SUMMARY.exec(line)?.[1];
      if (block !== null) {
        const path = block[2]?.trim() ?? '';
        file = block[1] === 'FAIL' && !repeating ? path : null;
        list = repeating ? null : { file: path, suites: [] };
      } else if (line === 'Summary of all failing tests') {
        // With many files, jest prints every failure a second time.
        repeating = true;
        file = null;
      } else if (summary !== undefined) {
        twice.summary(countsOf(summary));
        repeating = false;
        file = null;
        list = null;
      } else if (line.startsWith('No tests found, exiting with code ')) {
        ledger.close({});
      } else if (file !== null && line.startsWith('  ● ')) {
        const name = line.slice('  ● '.length);
        list = null;
        if (name === 'Test suite failed to run') twice.failing(file);
        else if (name !== 'Console') twice.failing(`${file} > ${name}`);
      } else {
        readListed(line);
      }
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };

  function readListed(line: string): void {
    const [, indent = '', glyph = '', name = ''] = LISTED.exec(line) ?? [];
    const kind = GLYPHS[glyph];
    if (kind !== undefined) ledger.count(kind);
    const depth = indent.length / 2 - 1;
    // The list of a file ends with an empty line.
    if (list === null || depth < 0) {
      list = null;
      return;
    }
    list.suites.length = Math.min(list.suites.length, depth);
    if (glyph === '') list.suites[depth] = name;
    else if (kind !== 'skipped')
      ledger.ran(`${list.file} > ${[...list.suites, name.replace(/ \(\d[\d.]* m?s\)$/, '')].join(' › ')}`);
  }
}

/** Reads `2 failed, 1 skipped, 1 todo, 2 passed, 6 total`. */
function countsOf(text: string) {
  const of = (word: string) => numberBefore(word, text);
  return { passed: of('passed'), failed: of('failed'), skipped: of('skipped') + of('todo') };
}
