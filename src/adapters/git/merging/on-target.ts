/**
 * Pairs on top of a target: each branch is merged with it once, from where it left it, and then the results with each other. What the target
 * did in between is a matter of each branch with the target. Where one collides with it there are markers in that file, and the rest is right.
 */
import type { Sha } from '../../../domain/shared/ids.ts';
import { FEWEST, type PartedPair } from './hunk-filter.ts';
import { looseCommit } from './stand-in.ts';

/** Merges pairs in a folder of objects that are thrown away; a tree is null where git cannot merge. */
type MergeAll = (pairs: readonly PartedPair[]) => Promise<readonly { readonly tree: Sha | null }[]>;

/** Returns, in the order of the pairs, what is to be merged instead; a pair itself where it has to be merged as it is. */
export async function liftedOnto(
  target: Sha,
  pairs: readonly PartedPair[],
  merge: MergeAll,
  folder: string,
): Promise<readonly PartedPair[]> {
  const apart = pairs.filter((pair) => haveLeft(pair, target));
  // To merge a few as they are takes less.
  if (apart.length < FEWEST) return pairs;
  const left = new Map(
    apart.flatMap(({ onto, incoming, parted }) => [
      [onto, parted?.[0] ?? null] as const,
      [incoming, parted?.[1] ?? null] as const,
    ]),
  );
  const tips = [...left.keys()];
  const merged = await merge(
    tips.map((tip) => ({ onto: target, incoming: tip, squashed: left.get(tip) ?? null })),
  );
  const above = new Map(
    tips.flatMap((tip, index): readonly (readonly [Sha, Sha])[] => {
      const tree = merged[index]?.tree ?? null;
      return tree === null ? [] : [[tip, looseCommit(folder, tree, [target, tip])]];
    }),
  );
  return pairs.map((pair) => {
    const [onto, incoming] = [above.get(pair.onto), above.get(pair.incoming)];
    if (onto === undefined || incoming === undefined || !haveLeft(pair, target)) return pair;
    return { onto, incoming, parted: [target, target] };
  });
}

/** Whether both left the target, and one of them below where it is now. */
function haveLeft({ onto, incoming, parted }: PartedPair, target: Sha): boolean {
  return parted != null && onto !== target && incoming !== target && parted.some((base) => base !== target);
}
