import { differInWhiteSpaceOnly, isRelaid, keepsMostOf, laidOutLike } from '../facts/white-space.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers do the same in 7 of 10 such conflicts';

/** Keeps the words where one side, or the difference between the two, is only white space without a meaning in this kind of file. */
export const whiteSpace: Resolver = {
  rule: 'whitespace',
  resolve: (hunk) => {
    const { path, base, current, incoming } = hunk;
    // Lines are often reformatted because of changes around them, and those are still to be decided.
    const alone = hunk.rest?.open !== true;
    if (base === current || base === incoming) return null;
    if (differInWhiteSpaceOnly(path, current, incoming)) {
      return { text: current, because: 'the two sides differ in white space only', safe: true };
    }
    if (differInWhiteSpaceOnly(path, base, current) && keepsMostOf(base, incoming)) {
      const text = laidOutLike(current, hunk, incoming);
      const safe = alone && isRelaid(base, current, incoming);
      return { text, because: 'the current side only changes white space here', safe, record: RECORD };
    }
    if (differInWhiteSpaceOnly(path, base, incoming) && keepsMostOf(base, current)) {
      const text = laidOutLike(incoming, hunk, current);
      const safe = alone && isRelaid(base, incoming, current);
      return { text, because: 'the incoming side only changes white space here', safe, record: RECORD };
    }
    return null;
  },
};
