import type { ClaimingChange } from './claim.ts';
import { claimsOf } from './claims.ts';
import { askedWords, type DoubleClaim, doubleClaims, newInTarget, type Tie } from './double-claims.ts';
import { type GoneUse, goneEverywhere, goneUses } from './gone-names.ts';

/** What changes do twice, or against each other. */
export interface DoubleWork<Name extends string> {
  readonly claimed_twice: readonly DoubleClaim<Name>[];
  readonly gone: readonly GoneUse<Name>[];
}

/** More than these are not asked about. */
const MOST_WORDS = 500;
const MOST_TREES = 20;

/** Compares the lines of changes, before trees are asked. */
export function suspectedWork<Name extends string>(
  changes: readonly ClaimingChange<Name>[],
  tieOf: (a: Name, b: Name) => Tie,
): DoubleWork<Name> {
  const claims = new Map(changes.map((change) => [change.name, claimsOf(change)]));
  const found = doubleClaims(claims, tieOf);
  const words = new Set(askedWords(found).slice(0, MOST_WORDS));
  const all = goneUses(changes, tieOf);
  const removers = new Set([...new Set(all.map(({ removed_by }) => removed_by))].slice(0, MOST_TREES));
  return {
    claimed_twice: found.filter(({ unless_known: known }) => known === null || words.has(known.word)),
    gone: all.filter(({ removed_by }) => removers.has(removed_by)).slice(0, MOST_WORDS),
  };
}

/** Leaves what the trees bear out: it is new in the target, or gone from the tree of the change that removed it. */
export function confirmedWork<Name extends string>(
  { claimed_twice, gone }: DoubleWork<Name>,
  in_target: ReadonlyMap<string, readonly string[]>,
  inChange: (change: Name, word: string) => readonly string[],
): DoubleWork<Name> {
  return { claimed_twice: newInTarget(claimed_twice, in_target), gone: goneEverywhere(gone, inChange) };
}
