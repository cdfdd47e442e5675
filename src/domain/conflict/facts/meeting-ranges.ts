import type { TouchedRange } from './touched.ts';

/** Returns where two changes of one file meet: lines that both change, and neighbours, which git takes for one conflict. */
export function meetingRanges(
  some: readonly TouchedRange[],
  others: readonly TouchedRange[],
): readonly TouchedRange[] {
  return some.flatMap((a) =>
    others.flatMap((b) =>
      a.first > b.last + 1 || b.first > a.last + 1
        ? []
        : [{ first: Math.max(1, Math.min(a.first, b.first)), last: Math.max(1, a.last, b.last) }],
    ),
  );
}

/** Returns the lines that both change: the part of two ranges that is the same. */
export function commonRanges(
  some: readonly TouchedRange[],
  others: readonly TouchedRange[],
): readonly TouchedRange[] {
  return some.flatMap((a) =>
    others.flatMap((b) => {
      const [first, last] = [Math.max(1, a.first, b.first), Math.min(a.last, b.last)];
      return first > last ? [] : [{ first, last }];
    }),
  );
}
