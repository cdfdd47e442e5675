import type { EffortName } from '../../shared/ids.ts';

/** Two efforts whose changes may collide, before git has merged them; `b` is null for the target. */
export interface FlaggedPair {
  readonly a: EffortName;
  readonly b: EffortName | null;
}
