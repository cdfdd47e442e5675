import type { Resolver } from './resolver.ts';

/** Keeps the change that both sides made. */
export const identical: Resolver = {
  rule: 'identical',
  resolve: (hunk) =>
    hunk.current === hunk.incoming
      ? { text: hunk.current, because: 'both sides made the same change', safe: true }
      : null,
};
