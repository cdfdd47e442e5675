import { makeLedger } from './ledger.ts';
import type { TallyParser } from './parser.ts';

const MOST_TITLE_LINES = 12;

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
    const glyph = /^ {4,}(✔|✓|- |\d+\) )/.exec(line)?.[1];
    if (glyph === undefined) return;
    ledger.count(/[✔✓]/.test(glyph) ? 'passed' : glyph === '- ' ? 'skipped' : 'failed');
  }
}
