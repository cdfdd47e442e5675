import { makeLedger, numberBefore } from './ledger.ts';
import type { TallyParser } from './parser.ts';

/** `=== 1 failed, 2 passed in 0.60s ===`, without the bars in quiet mode. */
const SUMMARY = /^=* ?(no tests ran|\d+ [a-z][a-z0-9, ]*) in \d[\d.]*s(?: \(\d+:\d\d:\d\d\))? ?=*$/;
const WORDS = /(?:passed|failed|errors?|skipped|deselected|xfailed|xpassed|warnings?|rerun|no tests ran)/;
/** A name may contain ` - ` inside its brackets; the reason follows after them. */
const FAILING =
  /^(?:FAILED|ERROR) (.+?\.py(?=::| - |$)(?:::(?:(?! - )[^[])*(?:\[.*?\](?= - |$)|.*?(?= - |$)))?)/;
const WORD = 'PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS';
/** `test_a.py::test_b PASSED`. The file is the first that may be one, and is not looked for again where no word follows. */
const VERBOSE = new RegExp(`^(?<name>(?=(?<file>\\S+?::|.+?\\.py::))\\k<file>.+?) (?<word>${WORD})\\b`);
/** pytest-xdist: `[gw0] [ 50%] PASSED test_a.py::test_b`. */
const DISTRIBUTED = new RegExp(`^\\[gw\\d+\\] \\[ *\\d+%\\] (?<word>${WORD}) (?<name>.+)$`);
const DOTS = /^(?:\S+\.py )?([.FEsxX]+) *\[ *\d+%\]$/;

/** Reads the output of `pytest`, plain, quiet and verbose. Errors in fixtures and during collection count as failed. */
export function makePytestParser(): TallyParser {
  const ledger = makeLedger();
  let naming = false;
  return {
    push: (line) => {
      const summary = SUMMARY.exec(line)?.[1];
      if (summary !== undefined && WORDS.test(summary)) {
        ledger.close(countsOf(summary));
        naming = false;
      } else if (/^=+ short test summary info =+$/.test(line)) {
        naming = true;
      } else if (naming) {
        const name = FAILING.exec(line)?.[1];
        if (name !== undefined) ledger.failing(name);
      } else {
        countLive(line);
      }
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };

  function countLive(line: string): void {
    const { name, word } = (VERBOSE.exec(line) ?? DISTRIBUTED.exec(line))?.groups ?? {};
    if (name !== undefined && word !== undefined && /.::./.test(name)) {
      countNamed(name.trimEnd(), word);
      return;
    }
    for (const letter of DOTS.exec(line)?.[1] ?? '') {
      ledger.count(/[.X]/.test(letter) ? 'passed' : /[FE]/.test(letter) ? 'failed' : 'skipped');
    }
  }

  function countNamed(name: string, word: string): void {
    const kind = /PASS/.test(word) ? 'passed' : /FAILED|ERROR/.test(word) ? 'failed' : 'skipped';
    ledger.count(kind);
    if (kind !== 'skipped') ledger.ran(name);
  }
}

function countsOf(text: string) {
  const of = (word: string) => numberBefore(word, text);
  return {
    passed: of('passed') + of('xpassed'),
    failed: of('failed') + of('errors?'),
    skipped: of('skipped') + of('xfailed'),
  };
}
