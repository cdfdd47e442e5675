import { CLAIM_KINDS, type Claim, type ClaimKind } from './claim.ts';

/** How two changes belong together: one stands on the other; they share commits; neither. */
export type Tie = 'stacked' | 'shared' | 'apart';

/** What several changes claim, each in its place. */
export interface DoubleClaim<Name extends string> {
  readonly kind: ClaimKind;
  readonly what: string;
  readonly unless_known: Claim['unless_known'];
  readonly places: readonly { readonly by: Name; readonly path: string | null; readonly text: string }[];
}

/** So many of those that claim the same are compared with each other. */
const MOST_TOGETHER = 30;
/** Kinds where the same name is no collision: only one of two can have the number. */
const ONE_EACH: ReadonlySet<ClaimKind> = new Set(['number', 'value']);

/** Finds what more than one change claims, in time that grows with the claims. The kinds come in their order. */
export function doubleClaims<Name extends string>(
  claims: ReadonlyMap<Name, readonly Claim[]>,
  tieOf: (a: Name, b: Name) => Tie,
): readonly DoubleClaim<Name>[] {
  const by_key = new Map<string, { readonly by: Name; readonly claim: Claim }[]>();
  for (const [by, some] of claims) {
    for (const claim of some) {
      const known = by_key.get(claim.key);
      if (known === undefined) by_key.set(claim.key, [{ by, claim }]);
      else known.push({ by, claim });
    }
  }
  const found = [...by_key.values()].flatMap((all): readonly DoubleClaim<Name>[] => {
    if (all.length < 2) return [];
    const claimed = all.slice(0, MOST_TOGETHER);
    const collide = (a: (typeof claimed)[number], b: (typeof claimed)[number]) =>
      a.by !== b.by && isDouble(a.claim, b.claim, tieOf(a.by, b.by));
    const together = claimed.filter((one) => claimed.some((other) => collide(one, other)));
    const [first] = together;
    if (first === undefined) return [];
    const { kind, what, unless_known } = first.claim;
    const places = together.map(({ by, claim: { path, text } }) => ({ by, path, text }));
    return [{ kind, what, unless_known, places }];
  });
  const order = (kind: ClaimKind) => CLAIM_KINDS.indexOf(kind);
  return withoutRepeats(found).toSorted((a, b) => order(a.kind) - order(b.kind));
}

function isDouble(a: Claim, b: Claim, tie: Tie): boolean {
  if (tie === 'stacked') return false;
  const is_same = a.path === b.path && a.text === b.text;
  // What both have from a commit that they share was done once.
  if (tie === 'shared' && is_same) return false;
  return !ONE_EACH.has(a.kind) || a.text !== b.text;
}

/** A name may be claimed in its file and everywhere; a numbered folder by each of its files. */
function withoutRepeats<Name extends string>(
  found: readonly DoubleClaim<Name>[],
): readonly DoubleClaim<Name>[] {
  const alike = Map.groupBy(found, ({ kind, what }) => `${kind}\0${what}`);
  return [...alike.values()].flatMap((some) =>
    some.filter(({ places }, at) =>
      some.every((other, index) => {
        const others = new Set(other.places.map(({ by }) => by));
        const is_within = places.every(({ by }) => others.has(by));
        return index === at || !is_within || (other.places.length === places.length && at < index);
      }),
    ),
  );
}

/** Words that the target is asked for, to tell what is new there. */
export function askedWords(
  claimed_twice: readonly Pick<DoubleClaim<string>, 'unless_known'>[],
): readonly string[] {
  return [...new Set(claimed_twice.flatMap(({ unless_known }) => unless_known?.word ?? []))];
}

/** Leaves out what the target has already. `paths` are those of the target with each word. */
export function newInTarget<One extends Pick<DoubleClaim<string>, 'unless_known'>>(
  claimed_twice: readonly One[],
  paths: ReadonlyMap<string, readonly string[]>,
): readonly One[] {
  return claimed_twice.filter(({ unless_known: known }) => {
    if (known === null) return true;
    const { word, within } = known;
    const isWithin = (path: string) => within === '' || path === within || path.startsWith(`${within}/`);
    return !(paths.get(word) ?? []).some(isWithin);
  });
}
