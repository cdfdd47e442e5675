import type { ClaimingChange } from '../domain/double-work/claim.ts';
import { askedWords, type Tie } from '../domain/double-work/double-claims.ts';
import { confirmedWork, type DoubleWork, suspectedWork } from '../domain/double-work/double-work.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { Patches } from '../ports/patches.ts';

/** Where words are looked up: in what all changes began with (null: with nothing), and in what each became. */
interface Trees<Name> {
  readonly before: Sha | null;
  readonly of: (name: Name) => Sha;
}

/** Finds what changes do twice, or against each other. One git process tells what is new, where anything is suspected. */
export async function doubleWorkOf<Name extends string>(
  history: Pick<Patches, 'wordPaths'>,
  changes: readonly ClaimingChange<Name>[],
  tieOf: (a: Name, b: Name) => Tie,
  trees: Trees<Name>,
): Promise<DoubleWork<Name>> {
  const suspected = suspectedWork(changes, tieOf);
  const { claimed_twice, gone } = suspected;
  const words = [...askedWords(claimed_twice), ...gone.map(({ name }) => name)];
  if (words.length === 0) return suspected;
  const asked = [...[trees.before ?? []].flat(), ...gone.map(({ removed_by }) => trees.of(removed_by))];
  const found = await history.wordPaths([...new Set(asked)], words);
  return confirmedWork(
    suspected,
    (trees.before === null ? undefined : found.get(trees.before)) ?? new Map(),
    (name, word) => found.get(trees.of(name))?.get(word) ?? [],
  );
}
