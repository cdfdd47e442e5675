import { aheadInVersions, differInVersionsOnly } from '../facts/versions.ts';
import type { Resolver } from './resolver.ts';

/** The sides differ in version numbers only: the side that is ahead. Which way is right is a project's habit. */
export const version: Resolver = {
  rule: 'version',
  resolve: (hunk) => {
    const ahead = differInVersionsOnly(hunk) ? aheadInVersions(hunk) : null;
    if (ahead === null) return null;
    return { text: hunk[ahead], because: `the ${ahead} side has the higher version numbers`, safe: false };
  },
};
