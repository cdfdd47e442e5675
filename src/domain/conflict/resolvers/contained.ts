import { containmentOf } from '../facts/contains.ts';
import { isManifest, languageOf } from '../facts/file-nature.ts';
import { isImportHunk } from '../facts/imports/whole-statements.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers do the same in 8 of 10 such conflicts';

/** One side made the whole change of the other and went on from there. */
export const contained: Resolver = {
  rule: 'contained',
  resolve: (hunk) => {
    const { path, base, current, incoming } = hunk;
    // What a manifest lists and what a file imports depends on the rest: the side that has less of it may have dropped the others.
    const free = !isManifest(path) && !isImportHunk(hunk);
    const record = isManifest(path) || languageOf(path) === 'prose' ? {} : { record: RECORD };
    const by_current = containmentOf(base, current, incoming);
    if (by_current !== null) {
      return {
        text: current,
        because: 'the current side contains the whole incoming change',
        safe: free && by_current === 'plain',
        ...record,
      };
    }
    const by_incoming = containmentOf(base, incoming, current);
    if (by_incoming !== null) {
      return {
        text: incoming,
        because: 'the incoming side contains the whole current change',
        safe: free && by_incoming === 'plain',
        ...record,
      };
    }
    return null;
  },
};
