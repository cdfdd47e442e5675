import { makeLedger } from './ledger.ts';
import { makeSpecReader } from './node/spec-reader.ts';
import { makeNodeTapReader } from './node/tap-reader.ts';
import type { TallyParser } from './parser.ts';

const FOOTER = /^(?:ℹ|#) (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/;

/**
 * Reads the output of `node --test`, spec and tap reporter. Both end with the same footer. Names include those of their suites. Spec
 * prints the file below the footer, of failing tests. Tap prints it only as an absolute path, which differs between workspaces and is left out.
 */
export function makeNodeParser(): TallyParser {
  const ledger = makeLedger();
  const footer = new Map<string, number>();
  const readers = [makeSpecReader(ledger), makeNodeTapReader(ledger)];
  return {
    push: (line) => {
      const entry = FOOTER.exec(line);
      if (entry === null) {
        for (const reader of readers) reader.push(line);
        return;
      }
      const [, word = '', digits = ''] = entry;
      footer.set(word, Number(digits));
      if (word !== 'duration_ms') return;
      const of = (name: string) => footer.get(name) ?? 0;
      const listed = readers.map((reader) => reader.end());
      if (footer.has('tests') && footer.has('pass') && footer.has('fail')) {
        // Each test and each suite has its line; then no name is missing.
        const all = listed.find(({ lines }) => lines === of('tests') + of('suites'));
        const counts = {
          passed: of('pass'),
          failed: of('fail') + of('cancelled'),
          skipped: of('skipped') + of('todo'),
        };
        ledger.close(counts, all?.ran ?? counts.passed + counts.failed);
      }
      footer.clear();
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };
}
