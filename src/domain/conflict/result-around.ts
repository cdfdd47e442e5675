/** What stands around a hunk in the file that will be written: what git merged by itself, and the other hunks. */
import { splitLines } from './facts/lines.ts';
import type { Segment } from './hunks.ts';

/** At most this many lines on each side of a hunk help to decide it. */
export const MOST_AROUND = 5;

/** Lines in a row that git merged by itself: how many they are, and those at both ends. */
export interface MergedRun {
  readonly count: number;
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/** A line of the result. `open`: it belongs to a hunk without a choice, and is the current side's meanwhile. */
export interface ResultLine {
  readonly text: string;
  readonly open: boolean;
}

/** Returns the merged run before each hunk, and the one after the last. */
export function mergedRuns(segments: readonly Segment[]): readonly MergedRun[] {
  const runs: string[][] = [[]];
  for (const segment of segments) {
    if (segment.kind === 'hunk') runs.push([]);
    else runs.at(-1)?.push(...splitLines(segment.text).map((line) => line.replace(/\r?\n$/, '')));
  }
  return runs.map((lines) => ({
    count: lines.length,
    first: lines.slice(0, MOST_AROUND),
    last: lines.slice(-MOST_AROUND),
  }));
}

/** Returns the lines right before and after a hunk in the result, and the number of its first line there, from 1. */
export function resultAround(
  runs: readonly MergedRun[],
  hunks: readonly (readonly ResultLine[])[],
  index: number,
): { readonly line: number; readonly before: readonly ResultLine[]; readonly after: readonly ResultLine[] } {
  const merged = (texts: readonly string[] = []) => texts.map((text) => ({ text, open: false }));
  const before: ResultLine[] = [];
  for (let at = index; at >= 0 && before.length < MOST_AROUND; at--)
    before.unshift(...(hunks[at - 1] ?? []), ...merged(runs[at]?.last));
  const after: ResultLine[] = [];
  for (let at = index + 1; at < runs.length && after.length < MOST_AROUND; at++)
    after.push(...merged(runs[at]?.first), ...(hunks[at] ?? []));
  const above = [
    ...runs.slice(0, index + 1).map(({ count }) => count),
    ...hunks.slice(0, index).map(({ length }) => length),
  ];
  const line = 1 + above.reduce((sum, count) => sum + count, 0);
  return { line, before: before.slice(-MOST_AROUND), after: after.slice(0, MOST_AROUND) };
}
