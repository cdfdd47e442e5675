import { applyBoth, editsOf, meetingOf } from '../facts/edits.ts';
import { splitLines, stacked } from '../facts/lines.ts';
import type { Resolver } from './resolver.ts';

/** Makes both changes where the sides changed neighbouring lines that do not overlap, each as it was written. */
export const adjacent: Resolver = {
  rule: 'adjacent',
  resolve: (hunk) => {
    const base = splitLines(hunk.base);
    const current = editsOf(base, splitLines(hunk.current));
    const incoming = editsOf(base, splitLines(hunk.incoming));
    if (base.length === 0 || current === null || incoming === null) return null;
    if (meetingOf(current, incoming) === 'overlapping') return null;
    return {
      text: stacked(applyBoth(base, current, incoming)),
      because: 'the sides change lines that are neighbours, none of them twice',
      // Neighbouring statements often belong together: the result is the developers' own in 64 of 100 cases.
      safe: false,
    };
  },
};
