import { languageOf } from '../conflict/facts/file-nature.ts';
import type { CountedFile, CountedHunk } from './counted-lines.ts';
import { lazy } from './lazy.ts';
import { isRenamed } from './test-names.ts';

/** How far a change is the inverse of an earlier one. */
export interface Inverse {
  /** Lines that the earlier one added, and that go. */
  readonly gone: number;
  /** Lines that it removed, and that come back. */
  readonly back: number;
  /** Names of the tests among what goes. */
  readonly tests: readonly string[];
}

/** A few lines of a text change all the time: without anything that comes back, so many have to go. */
const LEAST_PROSE = 4;

const NOTHING: Inverse = { gone: 0, back: 0, tests: [] };

/**
 * Compares the change of a file with earlier changes of it, newest first: for each, how far it is taken back. A line that goes counts for the
 * newest that added it. `declared` are the tests that the change adds anywhere.
 */
export function inverseOf(
  file: CountedFile,
  earlier: readonly CountedFile[],
  declared: () => ReadonlySet<string>,
): readonly Inverse[] {
  const back = file.after === null ? -1 : earlier.findIndex(({ before }) => before === file.after);
  // The file is again what it was before this one: all of it goes, with all that came after it.
  if (back >= 0) return earlier.slice(0, back + 1).map((one) => wholeOf(one, declared));
  const left = linesLeft(file);
  const restored = lazy(
    () => new Set(earlier.flatMap(({ hunks }) => hunks.flatMap(({ removed }) => removed))),
  );
  const isProse = languageOf(file.path) === 'prose';
  return earlier.map(({ hunks }) =>
    sumOf(
      hunks.map((hunk) => {
        const gone = consume(hunk.added, left.removed);
        const again = consume(hunk.removed, left.added);
        const tests = gone.flatMap((one) => testOf(one, declared));
        // Lines that became others are changed further.
        if (again.length * 2 < hunk.removed.length) return { ...NOTHING, tests };
        if (hunk.added.length > 0 && hunk.removed.length > 0 && gone.length === 0) return NOTHING;
        const kept = hunk.removed.length > 0 ? gone : gone.filter((one) => !isReplaced(one.hunk, restored()));
        return {
          gone: isProse && again.length === 0 && kept.length < LEAST_PROSE ? 0 : kept.length,
          back: again.length,
          tests,
        };
      }),
    ),
  );
}

function wholeOf({ hunks }: CountedFile, declared: () => ReadonlySet<string>): Inverse {
  return sumOf(
    hunks.map(({ removed, added, tests }) => ({
      gone: added.length,
      back: removed.length,
      tests: [...tests.added.values()].filter((name) => !declared().has(name)),
    })),
  );
}

function sumOf(parts: readonly Inverse[]): Inverse {
  return {
    gone: parts.reduce((sum, { gone }) => sum + gone, 0),
    back: parts.reduce((sum, { back }) => sum + back, 0),
    tests: parts.flatMap(({ tests }) => tests),
  };
}

/** Lines of a change that no earlier one accounts for yet, each with the hunks that it stands in. */
type Left = ReadonlyMap<string, CountedHunk[]>;

function linesLeft({ hunks }: CountedFile): { readonly removed: Left; readonly added: Left } {
  const left = { removed: new Map<string, CountedHunk[]>(), added: new Map<string, CountedHunk[]>() };
  for (const hunk of hunks)
    for (const side of ['removed', 'added'] as const)
      for (const key of hunk[side]) left[side].set(key, [...(left[side].get(key) ?? []), hunk]);
  return left;
}

interface Gone {
  readonly key: string;
  readonly hunk: CountedHunk;
}

function consume(keys: readonly string[], left: Left): readonly Gone[] {
  if (left.size === 0) return [];
  return keys.flatMap((key) => {
    const hunk = left.get(key)?.shift();
    return hunk === undefined ? [] : [{ key, hunk }];
  });
}

/** Returns the test that a line declares, unless it comes back under another name: its body stays, or the names are alike. */
function testOf({ key, hunk }: Gone, declared: () => ReadonlySet<string>): readonly string[] {
  const name = hunk.tests.removed.get(key);
  if (name === undefined) return [];
  const body_stays = hunk.tests.added.size > 0 && hunk.removed.every((line) => hunk.tests.removed.has(line));
  return body_stays || [...declared()].some((other) => isRenamed(name, other)) ? [] : [name];
}

/** Checks whether a hunk puts lines of its own where it takes some out. */
function isReplaced({ removed, added }: CountedHunk, restored: ReadonlySet<string>): boolean {
  return added.filter((key) => !restored.has(key)).length * 2 >= removed.length;
}
