/** Two files that both sides added at one path: versions of one file, or two different ones. */
import { align } from './align.ts';
import { countsOf } from './counts.ts';
import { splitLines, trimmed } from './lines.ts';

/** From this share of common lines on, of the shorter one, two files are versions of one. */
const VERSIONS = 0.5;

/** Checks whether two files share most of their lines. */
export function areVersions(one: string, other: string): boolean {
  const [mine = [], theirs = []] = [one, other].map((text) =>
    splitLines(text)
      .map(trimmed)
      .filter((line) => /\w/.test(line)),
  );
  const counts = countsOf(theirs);
  const shared = mine.filter((line) => {
    const left = counts.get(line) ?? 0;
    counts.set(line, left - 1);
    return left > 0;
  });
  const shorter = Math.min(mine.length, theirs.length);
  return shorter > 0 && shared.length >= VERSIONS * shorter;
}

/**
 * Returns what stands in for the base of two files without one: the lines that versions of one file have in common, so that only those
 * that differ collide; nothing for two different files.
 */
export function commonBase(current: string, incoming: string): string {
  if (!areVersions(current, incoming)) return '';
  const lines = splitLines(current);
  const pairs = align(lines, splitLines(incoming));
  return pairs === null ? '' : pairs.map(([left]) => lines[left] ?? '').join('');
}
