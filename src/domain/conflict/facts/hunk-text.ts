import type { Sides } from '../conflict.ts';

/** The texts of one hunk and where it stands; all that classifier and resolvers look at. */
export interface HunkText extends Sides<string> {
  readonly path: string;
  /** The merged lines right above and below the hunk, as far as they are known and clean. */
  readonly before?: string;
  readonly after?: string;
  /** How the file begins, where generated files say that they are. */
  readonly head?: string;
}

/** Gives the hunk as it looks from the other side. */
export function mirrored<Hunk extends Sides<string>>(hunk: Hunk): Hunk {
  return { ...hunk, current: hunk.incoming, incoming: hunk.current };
}
