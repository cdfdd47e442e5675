/** This folder: one file per way to resolve what is provably safe. */
import type { HunkText } from '../facts/hunk-text.ts';

/** What a rule makes of a hunk. Safe means: a careful maintainer would never disagree, nothing added is lost, nothing is doubled. */
export interface Resolution {
  readonly text: string;
  /** The fact that makes it right, as a sentence without a full stop. */
  readonly because: string;
  readonly safe: boolean;
  /** How often developers reach the same result, where that is often enough to recommend one that is not safe. */
  readonly record?: string;
}

/** One strategy: returns a resolution, or null where it does not apply. */
export interface Resolver {
  readonly rule: string;
  readonly resolve: (hunk: HunkText) => Resolution | null;
}
