import type { Instant } from '../shared/ids.ts';
import { epochMs } from '../shared/time.ts';
import { explanationOf, type Said } from './explanation.ts';
import { type CountedCommit, ONE_LINE_IN, type TakenBack } from './taken-back.ts';

/** What is known of a change beside its lines. */
export interface JudgedChange extends Said {
  /** When its newest commit was made. */
  readonly at: Instant;
}

/** A commit that is taken back, and what follows. */
export interface Judged extends TakenBack {
  /** Whether a person has to say that it is meant; otherwise it is listed. */
  readonly asked: boolean;
  /** Why it is no surprise; null: nothing says so. */
  readonly explained: string | null;
}

/** Half of a smaller commit is too little to say that it is taken back. */
const LEAST_LINES = 4;
/** What landed longer ago than this, and goes without anything coming back, is cleared away: half a year. */
const LONG_AGO_MS = 183 * 24 * 3600 * 1000;

/** Judges what a change takes back: whole, by half, or with a test that it brought. What counts most comes first. */
export function judged(
  change: JudgedChange,
  found: readonly TakenBack[],
  work: Iterable<CountedCommit>,
): readonly Judged[] {
  const others = [...work];
  return found
    .filter(isNews)
    .map((one) => {
      const explained = isMuch(one) ? explanationOf(change, one.landed, others) : null;
      return { ...one, explained, asked: isMuch(one) && explained === null && !isClearedAway(change, one) };
    })
    .toSorted((a, b) => Number(b.asked) - Number(a.asked) || share(b) - share(a));
}

/** Checks whether so much of a commit is taken back that it matters: all, half, or a test that it brought. */
export function isMuch({ gone, back, tests, landed }: TakenBack): boolean {
  const lines = gone + back;
  if (tests.length > 0 || (lines > 0 && lines === landed.of_lines)) return true;
  return lines * 2 >= landed.of_lines && landed.of_lines >= LEAST_LINES;
}

function isNews({ gone, back, tests, landed }: TakenBack): boolean {
  return tests.length > 0 || !landed.hasMoreLines((gone + back) * ONE_LINE_IN);
}

function isClearedAway({ at }: JudgedChange, { back, landed }: TakenBack): boolean {
  return back === 0 && epochMs(at) - epochMs(landed.committed_at) > LONG_AGO_MS;
}

function share({ gone, back, landed }: TakenBack): number {
  return (gone + back) / Math.max(1, landed.of_lines);
}
