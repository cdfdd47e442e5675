import { containmentOf } from '../facts/contains.ts';
import type { Resolver } from './resolver.ts';

/** One side made the whole change of the other and went on from there. */
export const contained: Resolver = {
  rule: 'contained',
  resolve: ({ base, current, incoming }) => {
    const by_current = containmentOf(base, current, incoming);
    if (by_current !== null) {
      return {
        text: current,
        because: 'the current side contains the whole incoming change',
        safe: by_current === 'plain',
      };
    }
    const by_incoming = containmentOf(base, incoming, current);
    if (by_incoming !== null) {
      return {
        text: incoming,
        because: 'the incoming side contains the whole current change',
        safe: by_incoming === 'plain',
      };
    }
    return null;
  },
};
