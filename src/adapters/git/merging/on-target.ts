/**
 * Pairs on top of a target: each branch is merged with it once, from where it left it, and then the results with each other. What the target
 * did in between is a matter of each branch with the target. Where one collides with it there are markers in that file, and the rest is right.
 */
import type { Sha } from '../../../domain/shared/ids.ts';
import { encodePath } from '../process/path-bytes.ts';
import { FEWEST, type PartedPair } from './hunk-filter.ts';

/** What came of a merge; the tree is null where git cannot merge, or need not. */
interface Merged {
  readonly tree: Sha | null;
  /** Files in which both collide. */
  readonly conflicted: readonly string[];
}

/** What of some pairs is merged with the target first, and what is then merged in place of each pair, in their order. */
export interface OnTarget {
  readonly first: readonly PartedPair[];
  /** `above` makes a commit on top of the target. A pair is returned itself where it has to be merged as it is. */
  readonly lift: (merged: readonly Merged[], above: (tree: Sha) => Sha) => readonly PartedPair[];
}

/** Says what is merged with the target first. To merge a few as they are takes less. */
export function onTarget(target: Sha, pairs: readonly PartedPair[]): OnTarget {
  const apart = pairs.filter((pair) => haveLeft(pair, target));
  const asked = pairs.filter(({ onto }) => onto === target);
  const left = new Map(
    (apart.length < FEWEST ? [] : apart).flatMap(({ onto, incoming, parted }) => [
      [onto, parted?.[0] as Sha] as const,
      [incoming, parted?.[1] as Sha] as const,
    ]),
  );
  for (const { incoming } of asked) left.delete(incoming);
  const first = [
    ...asked,
    ...[...left].map(([tip, base]) => ({ onto: target, incoming: tip, parted: [base, base] as const })),
  ];
  return {
    first,
    lift: (merged, above) => {
      const outcomes = new Map(first.map(({ incoming }, index) => [incoming, merged[index]]));
      const commits = new Map<Sha, Sha>();
      for (const [tip, outcome] of outcomes)
        if (outcome?.tree && apart.length >= FEWEST) commits.set(tip, above(outcome.tree));
      const collides = new Map(
        [...outcomes].map(([tip, outcome]) => [tip, (outcome?.conflicted ?? []).map(encodePath)]),
      );
      return pairs.map((pair) => {
        if (pair.onto === target) return pair;
        const settled = new Set([pair.onto, pair.incoming].flatMap((tip) => collides.get(tip) ?? []));
        const [onto, incoming] = [commits.get(pair.onto), commits.get(pair.incoming)];
        if (onto !== undefined && incoming !== undefined && haveLeft(pair, target))
          return { onto, incoming, parted: [target, target], settled };
        return settled.size === 0 ? pair : { ...pair, settled };
      });
    },
  };
}

/** Whether both left the target, and one of them below where it is now. */
function haveLeft({ onto, incoming, parted }: PartedPair, target: Sha): boolean {
  return parted != null && onto !== target && incoming !== target && parted.some((base) => base !== target);
}
