import { isChangelog, isGenerated, isLockfile } from '../conflict/facts/file-nature.ts';
import type { FilePatch, PatchHunk } from './patch.ts';
import { testName } from './test-names.ts';

interface DeclaredTests {
  readonly removed: ReadonlyMap<string, string>;
  readonly added: ReadonlyMap<string, string>;
}

/** Lines are compared without white space, so that indentation is no change. */
export interface CountedHunk extends PatchHunk {
  /** Names of the tests that lines declare. Few hunks are asked for them. */
  readonly tests: () => DeclaredTests;
}

/** A file of a change with the lines that count: what was moved or only written otherwise is neither removed nor added. */
export interface CountedFile extends Omit<FilePatch, 'hunks'> {
  readonly hunks: readonly CountedHunk[];
}

const VERSION_FILE = /(?:^|\/)(?:[._-]?version(?:info)?(?:\.\w+)?|__about__\.py|[\w-]+-VERSION-GEN)$/i;
const VERSION_LINE = /^\W*(?:__)?version(?:__)?\W+v?\d+(?:\.\w+)+\W*$/i;
const LETTER_OR_DIGIT = /[\p{L}\p{N}]/u;
/** Lines of syntax alone, which are alike everywhere. */
const SYNTAX =
  /^\W*(?:end|else|fi|done|then|do|begin|return|break|continue|pass|try|finally|esac|endif|default)\W*$/i;
/** A shorter text is found in others by accident. */
const LEAST_TEXT = 8;

/** Returns the lines of a change that count, without lock, changelog, version and built files. */
export function countedFiles(files: readonly FilePatch[]): readonly CountedFile[] {
  const counted = files
    .filter(({ path }) => !isMissedByNobody(path))
    .map((file) => ({ ...file, hunks: file.hunks.map(rewritten) }));
  return withoutMoved(counted);
}

/** Checks whether nobody misses lines of a file: lock, changelog, version and built files. */
export function isMissedByNobody(path: string): boolean {
  return isLockfile(path) || isChangelog(path) || isGenerated(path) || VERSION_FILE.test(path);
}

/** Leaves out what stands in the other side of the hunk too, with other breaks, commas, quotes or brackets. */
function rewritten({ removed, added }: PatchHunk): CountedHunk {
  let tests: DeclaredTests | null = null;
  return {
    removed: linesOutside(removed, added),
    added: linesOutside(added, removed),
    tests: () => {
      tests ??= { removed: testsIn(removed), added: testsIn(added) };
      return tests;
    },
  };
}

function testsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap((line) => {
      const name = testName(line);
      return name === null ? [] : [[keyOf(line), name] as const];
    }),
  );
}

/** As many lines as before are compared one by one: the new one may well begin like the old one. */
function linesOutside(lines: readonly string[], others: readonly string[]): readonly string[] {
  const all = lines.length === others.length ? null : bare(others.join(''));
  return lines.flatMap((line, at) => {
    if (!LETTER_OR_DIGIT.test(line) || SYNTAX.test(line) || VERSION_LINE.test(line)) return [];
    if (others.length === 0) return [keyOf(line)];
    const text = bare(line);
    const stays =
      all === null ? text === bare(others[at] ?? '') : text.length >= LEAST_TEXT && all.includes(text);
    return stays ? [] : [keyOf(line)];
  });
}

function keyOf(line: string): string {
  return line.replace(/\s+/g, '');
}

function bare(text: string): string {
  return text.replace(/[\s,;'"`()\\]+/g, '');
}

/** Leaves out lines that are removed at one place and added at another: most of what one place loses comes to one other place. */
function withoutMoved(files: readonly CountedFile[]): readonly CountedFile[] {
  const hunks = files.flatMap((file) => file.hunks);
  if (!hunks.some(({ removed }) => removed.length > 0) || !hunks.some(({ added }) => added.length > 0))
    return files;
  const places = new Map<string, CountedHunk[]>();
  for (const hunk of hunks)
    for (const key of new Set(hunk.added)) places.set(key, [...(places.get(key) ?? []), hunk]);
  const moved = new Map<CountedHunk, Set<string>>(hunks.map((hunk) => [hunk, new Set()]));
  for (const hunk of hunks) {
    const to = new Map<CountedHunk, string[]>();
    for (const key of new Set(hunk.removed))
      for (const place of places.get(key) ?? []) to.set(place, [...(to.get(place) ?? []), key]);
    for (const [place, keys] of to) {
      if (keys.length * 2 < Math.min(hunk.removed.length, place.added.length)) continue;
      for (const key of keys) for (const one of [hunk, place]) moved.get(one)?.add(key);
    }
  }
  const stays = (hunk: CountedHunk) => (key: string) => moved.get(hunk)?.has(key) !== true;
  return files.map((file) => ({
    ...file,
    hunks: file.hunks.map((hunk) => ({
      ...hunk,
      removed: hunk.removed.filter(stays(hunk)),
      added: hunk.added.filter(stays(hunk)),
    })),
  }));
}
