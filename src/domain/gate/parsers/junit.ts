import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';
import { prefixOf } from './prefixes/prefix.ts';
import { makeTagReader } from './xml-tags.ts';

/** Reads a JUnit report that a runner writes to its standard output. A run closes with the outermost `</testsuites>` or `</testsuite>`. */
export function makeJunitParser(): TallyParser {
  const ledger = makeLedger();
  let depth = 0;
  let counts = { passed: 0, failed: 0, skipped: 0 };
  let current: { readonly name: string; kind: keyof typeof counts } | null = null;

  const endCase = () => {
    if (current === null) return;
    counts = { ...counts, [current.kind]: counts[current.kind] + 1 };
    ledger.count(current.kind);
    if (current.kind !== 'skipped') ledger.ran(current.name);
    if (current.kind === 'failed') ledger.failing(current.name);
    current = null;
  };

  const push = makeTagReader(({ name, kind, attribute }) => {
    if (name === 'testsuites' || name === 'testsuite') {
      if (kind === 'open') depth += 1;
      if (kind === 'close') depth = Math.max(0, depth - 1);
      if (kind === 'open' || depth > 0) return;
      endCase();
      ledger.close(counts);
      counts = { passed: 0, failed: 0, skipped: 0 };
    } else if (name === 'testcase') {
      endCase();
      if (kind === 'close') return;
      // Absolute paths differ between workspaces.
      const file = [attribute('file'), attribute('classname')].find(
        (text) => text && !/^(?:\/|\w:[\\/])/.test(text),
      );
      const title = attribute('name') ?? '?';
      current = { name: file ? `${file} > ${title}` : title, kind: 'passed' };
      if (kind === 'empty') endCase();
    } else if (current !== null && kind !== 'close') {
      if (name === 'failure' || name === 'error') current.kind = 'failed';
      if (name === 'skipped') current.kind = 'skipped';
    }
  });
  return {
    push: (line) => {
      // A report behind a prefix is read where the prefix is taken off.
      if (depth > 0 || current !== null || prefixOf(line) === null) push(line);
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };
}
