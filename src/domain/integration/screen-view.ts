import type { Sides } from '../conflict/conflict.ts';
import type { MergedRun } from '../conflict/result-around.ts';
import type { TestTally } from '../gate/gate.ts';
import type { RunId } from '../shared/ids.ts';
import type { FlaggedPair } from './plan-facts/flagged-pair.ts';
import type { Around } from './selectors/evidence.ts';

/** What screens show of an integration beside its state. */
export interface ScreenView {
  /** Texts of the blobs that the open question shows, by object name, sanitised and of limited size. */
  readonly texts: Readonly<Record<string, string>>;
  /** Sizes in bytes of the files that are not text, by object name. */
  readonly sizes: Readonly<Record<string, number>>;
  /** What git merged by itself around the hunks of each open conflict, by its id. */
  readonly merged: Readonly<Record<string, readonly MergedRun[]>>;
  /** Lines around each open hunk on each side, by `placeKey`; null for a side without the file. */
  readonly around: Readonly<Record<string, Sides<Around | null>>>;
  /** Live test counts of running gates, by run id. */
  readonly live: Readonly<Record<string, TestTally>>;
  /** While a plan is made: what may collide, before git has merged it to be sure. null: not known yet, or the plan is made. */
  readonly flagged: readonly FlaggedPair[] | null;
  /** Running gates whose workspace is being set up. */
  readonly setting_up: readonly RunId[];
}
