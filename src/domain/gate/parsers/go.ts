import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';

/** `ok  pkg  0.1s`, `FAIL  pkg [build failed]`, `?  pkg  [no test files]`: a package has finished. */
const PACKAGE = /^(ok|FAIL|\?) {2,}(\S+) +((?:\d[\d.]*s|\(cached\)|\[[a-z ]+\]).*)$/;
const TEST = /^ *--- (PASS|FAIL|SKIP): (.+) \(\d[\d.]*s\)$/;

/**
 * Reads the output of `go test`, `go test -v` and `go test -json`. Without `-v`, go does not report how many tests ran. Then packages are
 * counted instead, and failing tests are still named. Names begin with their package.
 */
export function makeGoParser(): TallyParser {
  const ledger = makeLedger();
  /** Whether tests were listed one by one. From then on tests are counted, in this package and all that follow. */
  let listed = false;
  let counts = { passed: 0, failed: 0, skipped: 0 };
  let names: string[] = [];

  const testEnded = (action: string, name: string) => {
    const kind = action === 'pass' ? 'passed' : action === 'fail' ? 'failed' : 'skipped';
    counts = { ...counts, [kind]: counts[kind] + 1 };
    ledger.count(kind);
    if (kind === 'failed' && names.length < 200) names.push(name);
  };
  const packageEnded = (name: string, failed: boolean, hasTests: boolean) => {
    for (const test of names) ledger.failing(`${name} > ${test}`);
    if (failed && names.length === 0) ledger.failing(name);
    if (listed) ledger.close(counts);
    else if (failed) ledger.close({ failed: 1 });
    else ledger.close(hasTests ? { passed: 1 } : {});
    counts = { passed: 0, failed: 0, skipped: 0 };
    names = [];
  };

  return {
    push: (line) => {
      if (line.startsWith('{"')) return pushJson(line);
      if (/^=== RUN {3}/.test(line)) listed = true;
      const test = TEST.exec(line);
      if (test !== null) return testEnded((test[1] ?? '').toLowerCase(), test[2] ?? '');
      const done = PACKAGE.exec(line);
      if (done === null) return;
      const [, word, name = '', note = ''] = done;
      packageEnded(name, word === 'FAIL', word !== '?' && !note.includes('[no tests to run]'));
    },
    tally: ledger.tally,
    closed: ledger.closed,
  };

  function pushJson(line: string): void {
    const action = /"Action":"(pass|fail|skip)"/.exec(line)?.[1];
    const name = /"Package":"([^"\\]+)"/.exec(line)?.[1];
    if (action === undefined || name === undefined) return;
    listed = true;
    const test = /"Test":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    if (test !== undefined) testEnded(action, test);
    else packageEnded(name, action === 'fail', action !== 'skip');
  }
}
