import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';

/** `ok  pkg  0.1s`, `FAIL  pkg [build failed]`, `?  pkg  [no test files]`: a package has finished. */
const PACKAGE = /^(ok|FAIL|\?) {2,}(\S+) +((?:\d[\d.]*s|\(cached\)|\[[a-z ]+\]).*)$/;
const TEST = /^ *--- (PASS|FAIL|SKIP): (.+) \(\d[\d.]*s\)$/;
/** The fields of an event begin like this. @see go doc test2json */
const EVENT = /^\{"(?:Time|Action|ImportPath)"/;

/** What a package that has not finished has shown so far. */
interface Running {
  passed: number;
  failed: number;
  skipped: number;
  readonly ran: string[];
  readonly failing: string[];
}

/**
 * Reads the output of `go test`, `go test -v` and `go test -json`. Without `-v`, go does not report how many tests ran. Then packages are
 * counted instead, and failing tests are still named. Names begin with their package.
 */
export function makeGoParser(): TallyParser {
  const ledger = makeLedger();
  /** Whether tests were listed one by one. From then on tests are counted, in this package and all that follow. */
  let listed = false;
  /** Events of packages interleave; plain output comes package by package, and only its end names it. */
  const running = new Map<string, Running>();

  const testEnded = (key: string, action: string, name: string) => {
    const tests = running.get(key) ?? { passed: 0, failed: 0, skipped: 0, ran: [], failing: [] };
    running.set(key, tests);
    const kind = action === 'pass' ? 'passed' : action === 'fail' ? 'failed' : 'skipped';
    tests[kind] += 1;
    ledger.count(kind);
    if (kind !== 'skipped') tests.ran.push(name);
    if (kind === 'failed' && tests.failing.length < 200) tests.failing.push(name);
  };
  const packageEnded = (key: string, name: string, failed: boolean, hasTests: boolean) => {
    const { passed, failed: failures, skipped, ran, failing } = running.get(key) ?? NONE;
    running.delete(key);
    for (const test of failing) ledger.failing(`${name} > ${test}`);
    if (failed && failing.length === 0) ledger.failing(name);
    if (listed) {
      for (const test of ran) ledger.ran(`${name} > ${test}`);
      ledger.close({ passed, failed: failures, skipped });
    } else {
      if (failed || hasTests) ledger.ran(name);
      ledger.close(failed ? { failed: 1 } : hasTests ? { passed: 1 } : {});
    }
  };

  return {
    push: (line) => {
      if (EVENT.test(line)) return pushJson(line);
      if (/^=== RUN {3}/.test(line)) listed = true;
      const test = TEST.exec(line);
      if (test !== null) return testEnded('', (test[1] ?? '').toLowerCase(), test[2] ?? '');
      const done = PACKAGE.exec(line);
      if (done === null) return;
      const [, word, name = '', note = ''] = done;
      packageEnded('', name, word === 'FAIL', word !== '?' && !note.includes('[no tests to run]'));
    },
    tally: ledger.tally,
    closed: () => Math.min(1, ledger.closed()),
    names: ledger.names,
  };

  function pushJson(line: string): void {
    const action = /"Action":"(pass|fail|skip)"/.exec(line)?.[1];
    const name = /"Package":"([^"\\]+)"/.exec(line)?.[1];
    if (action === undefined || name === undefined) return;
    listed = true;
    const test = /"Test":"((?:[^"\\]|\\.)*)"/.exec(line)?.[1];
    if (test !== undefined) testEnded(name, action, test);
    else packageEnded(name, name, action === 'fail', action !== 'skip');
  }
}

const NONE: Running = { passed: 0, failed: 0, skipped: 0, ran: [], failing: [] };
