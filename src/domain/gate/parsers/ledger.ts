import type { TestTally } from '../gate.ts';
import type { TallyParser } from './parser.ts';
import { makeTestNames } from './test-names.ts';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };
const MOST_FAILING = 200;
const LONGEST_NAME = 300;

/** Where a parser records what it reads: live counts of the current run, and the sum of all closed runs. */
export interface Ledger extends Pick<TallyParser, 'tally' | 'closed' | 'names'> {
  /** Counts tests of the current run while it is in progress. */
  readonly count: (kind: keyof Counts, by?: number) => void;
  /** Records the name of a test of the current run that ran, however it ended. */
  readonly ran: (name: string) => void;
  /**
   * Records the name of what failed: a test, or a file or suite, which is a parent if a test in it is recorded too. Returns its position, or
   * -1 when the list is full.
   */
  readonly failing: (name: string, isParent?: boolean) => number;
  /** Replaces the name at a position by a fuller one; null takes it off the list. */
  readonly rename: (place: number, name: string | null) => void;
  /** Records a closing summary: its counts replace the live ones. `named` tests have names of their own, which are all that ran unless it says so. */
  readonly close: (counts: Partial<Counts>, named?: number) => void;
  /** Adds counts printed below a closing summary that was already read. */
  readonly amend: (counts: Partial<Counts>) => void;
  /** Forgets the live counts and names of the current run. */
  readonly discard: () => void;
  /** Names the tests of the last closed run, where its own output did not. */
  readonly nameLast: (names: readonly string[]) => void;
}

/** Creates an empty ledger. */
export function makeLedger(): Ledger {
  const failing: (Failing | null)[] = [];
  const names = makeTestNames();
  /** How many tests failed in each closed run. */
  const failed_in: number[] = [];
  let past = NONE;
  let live = NONE;
  return {
    count: (kind, by = 1) => {
      live = { ...live, [kind]: live[kind] + by };
    },
    ran: names.add,
    // Files and suites leave the list again, so it has room for more than it shows.
    failing: (name, isParent = false) =>
      failing.length < 2 * MOST_FAILING
        ? failing.push({ name: cut(name), isParent, run: failed_in.length }) - 1
        : -1,
    rename: (place, name) => {
      const known = failing[place];
      if (known) failing[place] = name === null ? null : { ...known, name: cut(name) };
    },
    close: (counts, named = (counts.passed ?? 0) + (counts.failed ?? 0)) => {
      past = sum(past, counts);
      live = NONE;
      names.close(named);
      failed_in.push(counts.failed ?? 0);
    },
    amend: (counts) => {
      past = sum(past, counts);
      names.expect(counts.failed ?? 0);
    },
    discard: () => {
      live = NONE;
      names.discard();
    },
    nameLast: names.replaceLast,
    names: names.all,
    closed: () => failed_in.length,
    tally: () => {
      const { passed, failed, skipped } = sum(past, live);
      const total = passed + failed + skipped;
      if (failed_in.length === 0 && total === 0) return null;
      return { total, passed, failed, skipped, failing: testsOf(failing, failed_in), coverage: null };
    },
  };
}

interface Failing {
  readonly name: string;
  readonly isParent: boolean;
  /** Counted from 0. */
  readonly run: number;
}

/**
 * Returns the names of failing tests. Where a run named more than it counted, files and suites stand back for their own tests. The first
 * ones do so first: some runners count a test with subtests too, and print it like a suite.
 */
function testsOf(failing: readonly (Failing | null)[], failed_in: readonly number[]): readonly string[] {
  const named = failing.filter((each) => each !== null);
  const isFull = failing.length === 2 * MOST_FAILING;
  /** By run: how many names it has beyond those of its tests. A run that is not over may have more. */
  const extra = new Map<number, number>();
  for (const { run } of named) {
    const failed = isFull ? 0 : (failed_in[run] ?? Number.POSITIVE_INFINITY);
    extra.set(run, (extra.get(run) ?? -failed) + 1);
  }
  const standsBack = (one: Failing) => {
    const left = extra.get(one.run) ?? 0;
    if (left <= 0 || !(one.isParent || named.some((other) => isWithin(other, one)))) return false;
    extra.set(one.run, left - 1);
    return true;
  };
  return named
    .filter((each) => !standsBack(each))
    .map(({ name }) => name)
    .slice(0, MOST_FAILING);
}

function isWithin(test: Failing, parent: Failing): boolean {
  return test.run === parent.run && test.name.startsWith(`${parent.name} > `);
}

/** Adds up the counts of several tallies; keeps a coverage only if no two differ. */
export function addTallies(tallies: readonly TestTally[]): TestTally | null {
  if (tallies.length === 0) return null;
  const all = (field: keyof Counts) => tallies.reduce((total, each) => total + each[field], 0);
  const [passed, failed, skipped] = [all('passed'), all('failed'), all('skipped')];
  const coverages = new Set(tallies.flatMap(({ coverage }) => coverage ?? []));
  return {
    total: passed + failed + skipped,
    passed,
    failed,
    skipped,
    failing: tallies.flatMap((tally) => tally.failing).slice(0, MOST_FAILING),
    coverage: coverages.size === 1 ? ([...coverages][0] ?? null) : null,
  };
}

function sum(a: Counts, b: Partial<Counts>): Counts {
  return {
    passed: a.passed + (b.passed ?? 0),
    failed: a.failed + (b.failed ?? 0),
    skipped: a.skipped + (b.skipped ?? 0),
  };
}

function cut(name: string): string {
  // A copy, or it would keep alive what it is a part of.
  const kept = name.slice(0, LONGEST_NAME).split('').join('');
  return name.length <= LONGEST_NAME ? kept : `${kept.slice(0, -1)}…`;
}

/** Reads the number before a word, such as 2 in `2 failed, 1 passed`; 0: there is none. The word is a pattern. */
export function numberBefore(word: string, text: string): number {
  return Number(new RegExp(`(?<!\\d)(\\d+) ${word}\\b`).exec(text)?.[1] ?? 0);
}
