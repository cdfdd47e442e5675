import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';

const COUNT = /^ (\d+) (pass|fail|skip|todo)$/;
const CLOSING = /^Ran \d+ tests? across \d+ files?\./;
const TEST = /^\((pass|fail|skip|todo)\) (.+?)(?: \[\d[\d.]*m?s\])?$/;
const FILE = /^(\S.*\.[cm]?[jt]sx?):$/;

/** Reads the output of `bun test`. A file that cannot be loaded appears among the failing names by its path. */
export function makeBunParser(): TallyParser {
  const ledger = makeLedger();
  const footer = new Map<string, number>();
  let file: string | null = null;
  let repeating = false;
  return {
    push: (line) => {
      const count = COUNT.exec(line);
      const test = TEST.exec(line);
      if (count !== null) {
        footer.set(count[2] ?? '', Number(count[1]));
      } else if (CLOSING.test(line)) {
        const of = (word: string) => footer.get(word) ?? 0;
        ledger.close({ passed: of('pass'), failed: of('fail'), skipped: of('skip') + of('todo') });
        footer.clear();
        file = null;
        repeating = false;
      } else if (line === 'The following filters did not match any test files:') {
        ledger.close({});
      } else if (/^\d+ tests? (?:failed|skipped|todo):$/.test(line)) {
        // After many tests, bun prints those that did not pass a second time.
        repeating = true;
      } else if (test !== null && !repeating) {
        const [, word, name = ''] = test;
        ledger.count(word === 'pass' ? 'passed' : word === 'fail' ? 'failed' : 'skipped');
        if (word === 'pass' || word === 'fail') ledger.ran(inFile(name));
        if (word === 'fail') ledger.failing(inFile(name));
      } else if (line === '# Unhandled error between tests') {
        // bun counts it among the failing tests.
        ledger.ran(inFile('unhandled error between tests'));
        ledger.failing(inFile('unhandled error between tests'));
      } else {
        file = FILE.exec(line)?.[1] ?? file;
      }
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };

  function inFile(name: string): string {
    return file === null ? name : `${file} > ${name}`;
  }
}
