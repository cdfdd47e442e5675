import { makeLedger, numberBefore } from './ledger.ts';
import type { TallyParser } from './parser.ts';

const SUMMARY = /^test result: (?:ok|FAILED)\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
const TARGET = /^ +(?:Running (?:unittests )?(\S+) \((.*)\)|Doc-tests (\S+))$/;
/** The file of a target: its crate, and a digest. */
const FILE = /^([^/\\(]+)-[0-9a-f]{8,}(?:\.exe)?$/;
const TEST = /^test (.+) \.\.\. (ok|FAILED|ignored)/;
const NEXTEST_SUMMARY = /^ +Summary \[.*?\] +\d+(?:\/\d+)? tests? run: (.+)$/;
const NEXTEST_RAN = /^ +(?:PASS|LEAK|FAIL|SIG[A-Z]+|TIMEOUT) \[ *\d[\d.]*s\] (?:\( *\d+\/\d+\) )?(.+)$/;
const NEXTEST_FAILING = /^ +(?:FAIL|SIGABRT|SIGSEGV|TIMEOUT) \[ *\d[\d.]*s\] (?:\( *\d+\/\d+\) )?(.+)$/;

/** Reads the output of `cargo test` (one summary per target; they add up) and of `cargo nextest run`. Names begin with crate and target. */
export function makeCargoParser(): TallyParser {
  const ledger = makeLedger();
  let target = '';
  /** Names below the last `failures:` line; the first such block holds outputs, the second the names. */
  let names: string[] | null = null;
  let belowNextest = false;
  return {
    push: (line) => {
      const running = runningTarget(line);
      const summary = SUMMARY.exec(line);
      const nextest = NEXTEST_SUMMARY.exec(line)?.[1];
      if (running !== null) {
        target = running;
        names = null;
      } else if (line === 'failures:') {
        names = [];
      } else if (summary !== null) {
        for (const name of names ?? []) ledger.failing(inTarget(name));
        const [passed, failed, skipped] = summary.slice(1).map(Number);
        ledger.close({ passed: passed ?? 0, failed: failed ?? 0, skipped: skipped ?? 0 });
        names = null;
      } else if (nextest !== undefined) {
        ledger.close(nextestCounts(nextest));
        belowNextest = true;
      } else if (names !== null) {
        const name = /^ {4}(\S.*)$/.exec(line)?.[1];
        if (name !== undefined && names.length < 200) names.push(name);
      } else if (line.startsWith(' Nextest run ID ')) {
        belowNextest = false;
      } else if (belowNextest) {
        const name = NEXTEST_FAILING.exec(line)?.[1];
        if (name !== undefined) ledger.failing(name);
      } else {
        const [, name = '', word] = TEST.exec(line) ?? [];
        const ran = NEXTEST_RAN.exec(line)?.[1];
        if (ran !== undefined) ledger.ran(ran);
        if (word === undefined) return;
        ledger.count(word === 'ok' ? 'passed' : word === 'FAILED' ? 'failed' : 'skipped');
        if (word !== 'ignored') ledger.ran(inTarget(name));
      }
    },
    tally: ledger.tally,
    closed: () => Math.min(1, ledger.closed()),
    names: ledger.names,
  };

  /** Examples in documentation are named by their line, which changes with every edit above it. */
  function inTarget(name: string): string {
    const plain = name.replace(/ \(line \d+\)(?= - |$)/, '');
    return target === '' ? plain : `${target} > ${plain}`;
  }
}

/** Reads `     Running unittests src/lib.rs (target/debug/deps/app-0123456789abcdef)` and `   Doc-tests app`; null: neither. */
function runningTarget(line: string): string | null {
  const [, source, path = '', docs] = TARGET.exec(line) ?? [];
  if (docs !== undefined) return `${docs} docs`;
  const crate = FILE.exec(path.split(/[/\\(]/).at(-1) ?? '')?.[1];
  return crate === undefined ? null : `${crate} ${source}`;
}

/** Reads `11 passed (1 flaky), 1 failed, 1 timed out, 3 skipped`. */
function nextestCounts(text: string) {
  const of = (word: string) => numberBefore(word, text);
  return {
    passed: of('passed'),
    failed: of('failed') + of('timed out') + of('exec failed'),
    skipped: of('skipped'),
  };
}
