import { applyBoth, editsOf, meetingOf } from '../facts/edits.ts';
import { tokensOf } from '../facts/tokens.ts';
import type { Resolver } from './resolver.ts';

const MOST_TOKENS = 4_000;

/** Makes both changes within one line that the sides changed at places that do not touch. */
export const sameLineApart: Resolver = {
  rule: 'same_line_apart',
  resolve: (hunk) => {
    const base = tokensOf(hunk.base);
    if (base.length === 0 || base.length > MOST_TOKENS) return null;
    const current = editsOf(base, tokensOf(hunk.current));
    const incoming = editsOf(base, tokensOf(hunk.incoming));
    if (current === null || incoming === null || meetingOf(current, incoming) !== 'apart') return null;
    return {
      text: applyBoth(base, current, incoming).join(''),
      because: 'the sides change the same lines at places that do not touch',
      safe: false,
    };
  },
};
