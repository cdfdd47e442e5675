/**
 * Pairs on top of a target: each branch is merged with it once, from where it left it, and then the results with each other. What the target
 * did in between is a matter of each branch with the target. Where one collides with it there are markers in that file, and the rest is right.
 */
import type { Sha } from '../../../domain/shared/ids.ts';
import { encodePath } from '../process/path-bytes.ts';
import { FEWEST, type PartedPair } from './hunk-filter.ts';

/** Files in which branches collide with the target, by their tips. */
export type Collisions = ReadonlyMap<Sha, readonly string[]>;

/** Marks the files of a pair in which one of them collides with the target. */
export function settledIn(collisions: Collisions): (pair: PartedPair) => PartedPair {
  const bytes = new Map([...collisions].map(([tip, files]) => [tip, files.map(encodePath)]));
  return (pair) => {
    const files = [pair.onto, pair.incoming].flatMap((tip) => bytes.get(tip) ?? []);
    return files.length === 0 ? pair : { ...pair, settled: new Set(files) };
  };
}

/** Returns the branches that are to be merged with the target, as such pairs. To merge a few pairs as they are takes less. */
export function branchesToLift(target: Sha, pairs: readonly PartedPair[]): readonly PartedPair[] {
  const apart = pairs.filter((pair) => haveLeft(pair, target));
  const left = new Map(
    (apart.length < FEWEST ? [] : apart).flatMap(({ onto, incoming, parted }) => [
      [onto, parted?.[0]] as const,
      [incoming, parted?.[1]] as const,
    ]),
  );
  return [...left].map(([incoming, base]) => ({
    onto: target,
    incoming,
    ...(base === undefined ? {} : { parted: [base, base] }),
  }));
}

/** Puts a pair on top of the target; the pair itself where it has to be merged as it is. */
export function liftedOnto(target: Sha, pair: PartedPair, above: ReadonlyMap<Sha, Sha>): PartedPair {
  const [onto, incoming] = [above.get(pair.onto), above.get(pair.incoming)];
  if (onto === undefined || incoming === undefined || !haveLeft(pair, target)) return pair;
  return { onto, incoming, parted: [target, target], ...(pair.settled && { settled: pair.settled }) };
}

/** Whether both left the target, one of them below where it is now, and all that both have the target has too. */
function haveLeft(
  { onto, incoming, parted = null, apart = parted !== null }: PartedPair,
  target: Sha,
): boolean {
  if (!apart || onto === target || incoming === target) return false;
  return parted === null || parted.some((base) => base !== target);
}
