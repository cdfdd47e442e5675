import { readJsonReport } from './json-report.ts';
import { makeLedger, numberBefore } from './ledger.ts';
import type { TallyParser } from './parser.ts';
import { makeTwice } from './twice.ts';

const SUMMARY = /^ +Tests {2}(no tests|\d.*\(\d+\))$/;
const FAILING = /^ *FAIL {2}(.+)$/;
/** A file of the default reporter: ` ❯ a.test.ts (5 tests | 2 failed) 10ms`. */
const FILE_LINE = /^ [✓❯×] (.+) \((\d+) tests?((?: \| \d+ \w+)*)\)/;
/** A test of the verbose reporter: ` ✓ a.test.ts > adds 1ms`. */
const TEST_LINE = /^ ([✓×↓□]) (.+ > .+)$/;
/** What may follow the name of a test: retries, repeats, its time, its memory. */
const AFTER_NAME = /(?: \((?:retry|repeat) x\d+\)){0,2}(?: \d+m?s)?(?: \d+ MB heap used)?$/;

/**
 * Reads the output of `vitest run`, default, verbose, dot and JSON reporter. A file that cannot be loaded appears among the failing names by
 * its path.
 */
export function makeVitestParser(): TallyParser {
  const ledger = makeLedger();
  const twice = makeTwice(ledger);
  return {
    push: (line) => {
      const report = readJsonReport(line, 'vitest');
      if (report !== null) return twice.report(report);
      const summary = SUMMARY.exec(line)?.[1];
      if (summary !== undefined) return twice.summary(countsOf(summary));
      if (line.startsWith('No test files found, exiting with code ')) ledger.close({});
      const failing = FAILING.exec(line)?.[1];
      if (failing !== undefined) twice.failing(withoutCopy(failing));
      const file = FILE_LINE.exec(line);
      if (file !== null) {
        const { failed, skipped } = countsOf(file[3] ?? '');
        ledger.count('failed', failed);
        ledger.count('skipped', skipped);
        ledger.count('passed', Math.max(0, Number(file[2]) - failed - skipped));
        return;
      }
      const [, glyph, name = ''] = TEST_LINE.exec(line) ?? [];
      if (glyph === undefined) return;
      ledger.count(glyph === '✓' ? 'passed' : glyph === '×' ? 'failed' : 'skipped');
      if (glyph === '✓' || glyph === '×') ledger.ran(name.replace(AFTER_NAME, ''));
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };
}

/** A file that cannot be loaded stands there as `a.test.ts [ a.test.ts ]`. */
function withoutCopy(name: string): string {
  const once = name.slice(0, (name.length - ' [  ]'.length) / 2);
  return name === `${once} [ ${once} ]` ? once : name;
}

/** Reads `2 failed | 1 passed | 1 skipped | 1 todo (5)`; expected failures count as passed. */
function countsOf(text: string) {
  const of = (word: string) => numberBefore(word, text);
  return {
    passed: of('passed') + of('expected fail'),
    failed: of('failed'),
    skipped: of('skipped') + of('todo'),
  };
}
