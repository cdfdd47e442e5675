import { isChangelog, isGenerated, isLockfile } from '../conflict/facts/file-nature.ts';
import { lazy } from './lazy.ts';
import type { FilePatch, PatchHunk } from './patch.ts';
import { testName } from './test-names.ts';

/** Lines are compared without white space, so that indentation is no change. */
export interface CountedHunk extends PatchHunk {
  /** Names of the tests that lines declare. */
  readonly tests: {
    readonly removed: ReadonlyMap<string, string>;
    readonly added: ReadonlyMap<string, string>;
  };
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

/** A file whose lines are counted when they are asked for. */
interface Counting {
  readonly file: FilePatch;
  readonly hunks: () => readonly CountedHunk[];
}

/** Returns the lines of a change that count, without lock, changelog, version and built files. Of a large change few are ever asked for. */
export function countedFiles(files: readonly FilePatch[]): readonly CountedFile[] {
  const all = files
    .filter(({ path }) => !isMissedByNobody(path))
    .map((file) => ({ file, hunks: lazy(() => file.hunks.map(rewritten)) }));
  const moved = lazy(() => movedLines(all));
  return all.map(({ file: { path, from, before, after }, hunks }) => {
    const counted = lazy(() => hunks().map((hunk) => without(hunk, moved().get(hunk))));
    return {
      path,
      from,
      before,
      after,
      get hunks() {
        return counted();
      },
    };
  });
}

/** Checks whether nobody misses lines of a file: lock, changelog, version and built files. */
export function isMissedByNobody(path: string): boolean {
  return isLockfile(path) || isChangelog(path) || isGenerated(path) || VERSION_FILE.test(path);
}

/** Leaves out what stands in the other side of the hunk too, with other breaks, commas, quotes or brackets. */
function rewritten({ removed, added }: PatchHunk): CountedHunk {
  const tests = lazy(() => ({ removed: testsIn(removed), added: testsIn(added) }));
  return {
    removed: linesOutside(removed, added),
    added: linesOutside(added, removed),
    get tests() {
      return tests();
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

/** Finds lines that are removed at one place and added at another: most of what one place loses comes to one other place. */
function movedLines(files: readonly Counting[]): ReadonlyMap<CountedHunk, ReadonlySet<string>> {
  const moved = new Map<CountedHunk, Set<string>>();
  const losing = files.filter(({ file }) => file.before !== null).flatMap(({ hunks }) => hunks());
  const gone = new Set(losing.flatMap(({ removed }) => removed));
  const places = placesOf(gone, files);
  for (const hunk of losing) {
    const to = new Map<CountedHunk, string[]>();
    for (const key of new Set(hunk.removed))
      for (const place of places.get(key) ?? []) listAt(to, place, key);
    for (const [place, keys] of to) {
      if (keys.length * 2 < Math.min(hunk.removed.length, place.added.length)) continue;
      for (const one of [hunk, place]) moved.set(one, new Set([...(moved.get(one) ?? []), ...keys]));
    }
  }
  return moved;
}

/** Returns the hunks that add lines. Those of files that add none of them are not counted. */
function placesOf(
  keys: ReadonlySet<string>,
  files: readonly Counting[],
): ReadonlyMap<string, readonly CountedHunk[]> {
  const places = new Map<string, CountedHunk[]>();
  if (keys.size === 0) return places;
  for (const { file, hunks } of files) {
    if (!file.hunks.some(({ added }) => added.some((line) => keys.has(keyOf(line))))) continue;
    for (const hunk of hunks())
      for (const key of new Set(hunk.added)) if (keys.has(key)) listAt(places, key, hunk);
  }
  return places;
}

function without(hunk: CountedHunk, moved: ReadonlySet<string> | undefined): CountedHunk {
  if (moved === undefined) return hunk;
  const stays = (key: string) => !moved.has(key);
  return {
    removed: hunk.removed.filter(stays),
    added: hunk.added.filter(stays),
    get tests() {
      return hunk.tests;
    },
  };
}

function listAt<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}
