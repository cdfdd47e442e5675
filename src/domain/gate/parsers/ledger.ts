import type { TestTally } from '../gate.ts';
import type { TallyParser } from './parser.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };
const MOST_NAMES = 200;
const LONGEST_NAME = 300;

/** Where a parser writes down what it reads: live counts of the run at hand, and the sum of the runs that have closed. */
export interface Ledger extends Pick<TallyParser, 'tally' | 'closed'> {
  /** Counts tests of the run at hand while it goes on. */
  readonly count: (kind: keyof Counts, by?: number) => void;
  /** Writes down the name of a failing test; gives its place, or -1 when the list is full. */
  readonly failing: (name: string) => number;
  /** Puts a fuller name in the place of the one given before. */
  readonly rename: (place: number, name: string) => void;
  /** A closing summary: its counts take the place of the live ones. */
  readonly close: (counts: Partial<Counts>) => void;
  /** Adds what stands below a closing summary that was read already. */
  readonly amend: (counts: Partial<Counts>) => void;
}

/** Makes an empty ledger. */
export function makeLedger(): Ledger {
  const names: string[] = [];
  let past = NONE;
  let live = NONE;
  let runs = 0;
  return {
    count: (kind, by = 1) => {
      live = { ...live, [kind]: live[kind] + by };
    },
    failing: (name) => (names.length < MOST_NAMES ? names.push(cut(name)) - 1 : -1),
    rename: (place, name) => {
      if (place in names) names[place] = cut(name);
    },
    close: (counts) => {
      past = sum(past, counts);
      live = NONE;
      runs += 1;
    },
    amend: (counts) => {
      past = sum(past, counts);
    },
    closed: () => runs > 0,
    tally: () => {
      const { passed, failed, skipped } = sum(past, live);
      const total = passed + failed + skipped;
      if (runs === 0 && total === 0) return null;
      return { total, passed, failed, skipped, failing: [...names], coverage: null };
    },
  };
}

/** Gives the counts of several tallies as one; a coverage is kept only where exactly one has it. */
export function addTallies(tallies: readonly TestTally[]): TestTally | null {
  const [first, ...others] = tallies;
  if (first === undefined) return null;
  return others.reduce(
    (sum, next) => ({
      total: sum.total + next.total,
      passed: sum.passed + next.passed,
      failed: sum.failed + next.failed,
      skipped: sum.skipped + next.skipped,
      failing: [...sum.failing, ...next.failing].slice(0, MOST_NAMES),
      coverage: sum.coverage === null ? next.coverage : next.coverage === null ? sum.coverage : null,
    }),
    first,
  );
}

function sum(a: Counts, b: Partial<Counts>): Counts {
  return {
    passed: a.passed + (b.passed ?? 0),
    failed: a.failed + (b.failed ?? 0),
    skipped: a.skipped + (b.skipped ?? 0),
  };
}

function cut(name: string): string {
  return name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`;
}
