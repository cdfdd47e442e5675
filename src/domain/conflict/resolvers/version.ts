import { aheadInVersions, differInVersionsOnly } from '../facts/versions.ts';
import type { Resolver } from './resolver.ts';

/** Takes the side that is ahead where the sides differ only in version numbers. Which version is right depends on the project. */
export const version: Resolver = {
  rule: 'version',
  resolve: (hunk) => {
    const ahead = differInVersionsOnly(hunk) ? aheadInVersions(hunk) : null;
    if (ahead === null) return null;
    return { text: hunk[ahead], because: `the ${ahead} side has the higher version numbers`, safe: false };
  },
};
