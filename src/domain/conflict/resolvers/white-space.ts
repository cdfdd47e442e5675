import { differInWhiteSpaceOnly, keepsMostOf, laidOutLike } from '../facts/white-space.ts';
import type { Resolver } from './resolver.ts';

/** One side, or the difference between the two, is only white space that means nothing in this kind of file. */
export const whiteSpace: Resolver = {
  rule: 'whitespace',
  resolve: (hunk) => {
    const { path, base, current, incoming } = hunk;
    if (base === current || base === incoming) return null;
    if (differInWhiteSpaceOnly(path, current, incoming)) {
      return { text: current, because: 'the two sides differ in white space only', safe: true };
    }
    if (differInWhiteSpaceOnly(path, base, current) && keepsMostOf(base, incoming)) {
      const text = laidOutLike(current, hunk, incoming);
      return { text, because: 'the current side only changes white space here', safe: true };
    }
    if (differInWhiteSpaceOnly(path, base, incoming) && keepsMostOf(base, current)) {
      const text = laidOutLike(incoming, hunk, current);
      return { text, because: 'the incoming side only changes white space here', safe: true };
    }
    return null;
  },
};
