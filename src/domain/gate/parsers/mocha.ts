import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';

const MOST_TITLE_LINES = 12;
/** A suite or a test of the spec reporter, indented by its depth: `  suite`, `    ✔ adds (3ms)`, `    1) breaks`, `    - later`. */
const LISTED = /^((?: {2})+)(✔|✓|- |\d+\) )?(\S.*| \S.*)$/;

/**
 * Reads the output of `mocha`, spec and dot reporter: `1 passing`, then `2 pending` and `2 failing` if any, then the failures by number.
 */
export function makeMochaParser(): TallyParser {
  const ledger = makeLedger();
  /** Whether we are between `passing` and `failing`: the summary's lines directly follow each other. */
  let inSummary = false;
  let failures = 0;
  /** Number of the next failure. */
  let next = 1;
  /** Titles of the current failure, from the suite inwards; null while none is being read. */
  let titles: string[] | null = null;
  /** Titles of the suites around the tests being listed. */
  const suites: string[] = [];
  return {
    push: (line) => {
      const count = /^ {2}(\d+) (passing \(.+\)|pending|failing)$/.exec(line);
      if (count?.[2]?.startsWith('passing')) {
        ledger.close({ passed: Number(count[1]) });
        [inSummary, failures, next, titles] = [true, 0, 1, null];
      } else if (count !== null && inSummary) {
        ledger.amend(count[2] === 'pending' ? { skipped: Number(count[1]) } : { failed: Number(count[1]) });
        if (count[2] === 'failing') failures = Number(count[1]);
      } else {
        inSummary = false;
        if (next <= failures) readFailure(line);
        else countLive(line);
      }
    },
    tally: ledger.tally,
    closed: ledger.closed,
    names: ledger.names,
  };

  /** Reads the titles of a failure: `  1) suite`, `       test:`; the last title ends with a colon. */
  function readFailure(line: string): void {
    const opening = `  ${next}) `;
    if (line.startsWith(opening)) titles = [line.slice(opening.length).trim()];
    else titles?.push(line.trim());
    if (titles === null || !(line.endsWith(':') || titles.length === MOST_TITLE_LINES)) return;
    ledger.failing(titles.join(' > ').replace(/:$/, ''));
    titles = null;
    next += 1;
  }

  function countLive(line: string): void {
    const [, indent = '', glyph, name = ''] = LISTED.exec(line) ?? [];
    const depth = indent.length / 2 - 1;
    if (depth < 0) return;
    suites.length = Math.min(suites.length, depth);
    if (glyph === undefined) {
      suites[depth] = name;
      return;
    }
    const kind = /[✔✓]/.test(glyph) ? 'passed' : glyph === '- ' ? 'skipped' : 'failed';
    ledger.count(kind);
    const title = name.trim().replace(/ \(\d[\d.]*m?s\)$/, '');
    if (kind !== 'skipped') ledger.ran([...suites.filter((suite) => suite !== undefined), title].join(' > '));
  }
}
