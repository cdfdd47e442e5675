import type { JsonReport } from './json-report.ts';
import type { Counts, Ledger } from './ledger.ts';

/** Records a run that a runner may print twice: as text, and as JSON for programs. */
export interface Twice {
  /** Records a failing name in the text. */
  readonly failing: (name: string) => void;
  /** Records the closing summary of the text. */
  readonly summary: (counts: Counts) => void;
  /** Records a report, which closes too. */
  readonly report: (report: JsonReport) => void;
}

/** Creates the record of runs in a ledger. A text and a report with the same counts, one after the other, are one run. */
export function makeTwice(ledger: Ledger): Twice {
  let last: { readonly by: 'text' | 'report'; readonly counts: Counts } | null = null;
  /** Places of the failing names of the text that is being read. */
  let places: number[] = [];
  const isSecond = (by: 'text' | 'report', counts: Counts): boolean => {
    const same = last !== null && last.by !== by && sameCounts(last.counts, counts);
    last = same ? null : { by, counts };
    return same;
  };
  return {
    failing: (name) => void places.push(ledger.failing(name)),
    summary: (counts) => {
      if (isSecond('text', counts)) {
        for (const place of places) ledger.rename(place, null);
        ledger.discard();
      } else ledger.close(counts);
      places = [];
    },
    report: ({ counts, ran, failing }) => {
      if (isSecond('report', counts)) return ledger.nameLast(ran);
      ledger.discard();
      for (const name of ran) ledger.ran(name);
      for (const name of failing) ledger.failing(name);
      ledger.close(counts);
    },
  };
}

function sameCounts(a: Counts, b: Counts): boolean {
  return a.passed === b.passed && a.failed === b.failed && a.skipped === b.skipped;
}
