import type { Resolver } from './resolver.ts';

/** Both sides made the same change. */
export const identical: Resolver = {
  rule: 'identical',
  resolve: (hunk) =>
    hunk.current === hunk.incoming
      ? { text: hunk.current, because: 'both sides made the same change', safe: true }
      : null,
};
