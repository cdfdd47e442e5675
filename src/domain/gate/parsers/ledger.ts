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

/** Where a parser records what it reads: live counts of the current run, and the sum of all closed runs. */
export interface Ledger extends Pick<TallyParser, 'tally' | 'closed'> {
  /** Counts tests of the current run while it is in progress. */
  readonly count: (kind: keyof Counts, by?: number) => void;
  /** Records the name of a failing test; returns its position, or -1 when the list is full. */
  readonly failing: (name: string) => number;
  /** Replaces the name at a position by a fuller one. */
  readonly rename: (place: number, name: string) => void;
  /** Records a closing summary: its counts replace the live ones. */
  readonly close: (counts: Partial<Counts>) => void;
  /** Adds counts printed below a closing summary that was already read. */
  readonly amend: (counts: Partial<Counts>) => void;
}

/** Creates an empty ledger. */
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

/** Adds up the counts of several tallies; keeps a coverage only if exactly one has it. */
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
