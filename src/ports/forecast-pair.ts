import type { Sha } from '../domain/shared/ids.ts';

/** Two commits to be merged for a forecast, and what is known of where they parted: the more, the fewer merges have to be tried. */
export interface ForecastPair {
  readonly onto: Sha;
  readonly incoming: Sha;
  /**
   * Where each left what both stand on, if known: twice their only merge base, or two commits of a target that they are merged into both. Then
   * what that target did in between is a matter of each with the target, and no matter of the two.
   */
  readonly parted?: readonly [onto: Sha, incoming: Sha] | null;
  /** Whether all that both have the target has too, so that they can be merged on top of it; default: where they parted is known. */
  readonly apart?: boolean;
  /** Their only merge base, where the target lacks it: a commit that both stand on. */
  readonly stacked_on?: Sha | null;
  /** A commit whose changes `onto` has as other commits (squashed): it counts as merged there, and so as merge base. Default: none. */
  readonly squashed?: Sha | null;
}

/** What came of it. */
export interface ForecastOutcome {
  /**
   * Files in which they collide. Of two branches those may lack in which one of them collides with the target itself: they are a matter of
   * that one and the target.
   */
  readonly conflicted: readonly string[];
  /** Why git cannot merge them at all; null: it can. */
  readonly failed: string | null;
}
