/**
 * What a merge order costs. An effort needs a hand resolution when it conflicts with the target or with any effort that is already in.
 * However many partners it conflicts with, it is one stop for the operator. So the later one of each conflicting pair pays.
 */
import type { EffortName } from '../../shared/ids.ts';
import type { Forecast } from '../state.ts';

/** Who conflicts with whom, in how many hunks, and who conflicts with the target in any order. */
export interface ConflictMap {
  readonly with_target: ReadonlySet<EffortName>;
  readonly partners: ReadonlyMap<EffortName, ReadonlyMap<EffortName, number>>;
}

/** Maps the pairs that really conflict; pairs that only share files cost nothing. */
export function conflictMap(with_target: Iterable<EffortName>, pairs: Forecast['pairs']): ConflictMap {
  const partners = new Map<EffortName, Map<EffortName, number>>();
  const note = (one: EffortName, other: EffortName, hunks: number) => {
    const known = partners.get(one) ?? new Map<EffortName, number>();
    partners.set(one, known.set(other, Math.max(hunks, known.get(other) ?? 0)));
  };
  for (const { a, b, hunks, conflict } of pairs) {
    if (!conflict || a === b) continue;
    note(a, b, hunks);
    note(b, a, hunks);
  }
  return { with_target: new Set(with_target), partners };
}

/**
 * Returns the number of hunks to resolve when an effort is merged after the others; null when it needs no hand resolution. Partners
 * mostly collide with it at the same lines, so the hunks are those of the worst partner, not the sum. The sum over an order would be the
 * same for every order.
 */
export function hunksToResolve(
  map: ConflictMap,
  effort: EffortName,
  isIn: (name: EffortName) => boolean,
): number | null {
  let worst = map.with_target.has(effort) ? 1 : null;
  for (const [partner, hunks] of map.partners.get(effort) ?? []) {
    if (isIn(partner)) worst = Math.max(worst ?? 0, hunks);
  }
  return worst;
}

/** Returns the efforts of an order that need a hand resolution, each with its hunks. */
export function effortsToResolve(
  map: ConflictMap,
  order: readonly EffortName[],
): ReadonlyMap<EffortName, number> {
  const merged = new Set<EffortName>();
  const stops = new Map<EffortName, number>();
  for (const effort of order) {
    const hunks = hunksToResolve(map, effort, (name) => merged.has(name));
    if (hunks !== null) stops.set(effort, hunks);
    merged.add(effort);
  }
  return stops;
}
