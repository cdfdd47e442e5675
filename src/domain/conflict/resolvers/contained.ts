import { type Edit, editsOf, isInsertion } from '../facts/edits.ts';
import { isManifest, languageOf } from '../facts/file-nature.ts';
import { isImportHunk } from '../facts/imports/whole-statements.ts';
import { splitLines } from '../facts/lines.ts';
import { lossOf } from '../loss.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers do the same in 8 of 10 such conflicts';

/** One side made the whole change of the other and went on from there. */
export const contained: Resolver = {
  rule: 'contained',
  resolve: (hunk) => {
    const { path, base, current, incoming } = hunk;
    // What a manifest lists and what a file imports depends on the rest: the side that has less of it may have dropped the others.
    const free = !isManifest(path) && !isImportHunk(hunk);
    const record = isManifest(path) || languageOf(path) === 'prose' ? {} : { record: RECORD };
    const sides = [
      [current, incoming, 'the current side contains the whole incoming change'],
      [incoming, current, 'the incoming side contains the whole current change'],
    ] as const;
    for (const [larger, smaller, because] of sides) {
      const how = containmentOf(base, larger, smaller);
      if (how !== null) return { text: larger, because, safe: free && how === 'plain', ...record };
    }
    return null;
  },
};

/**
 * How a side contains the change of the other: it made every edit of it, at the same place and in the same order, and went on.
 * `plain` when the larger change is the smaller one with more lines before or behind it; `rewritten` when it also rewrote lines or put
 * some in between, which may have been done for another reason. Null when it does not contain it.
 */
function containmentOf(base: string, larger: string, smaller: string): 'plain' | 'rewritten' | null {
  if (smaller === base) return 'plain';
  if (larger === '' || smaller === '') return null;
  const more = editsOf(splitLines(base), splitLines(larger));
  const less = editsOf(splitLines(base), splitLines(smaller));
  if (more === null || less === null) return null;
  if (!less.every((edit) => more.some((other) => covers(other, edit)))) return null;
  // A line that takes the place of its twin in base is no addition.
  if (lossOf(smaller, base, larger).lines > 0) return null;
  const in_one_piece = less.every(isInsertion) && more.every(isInsertion) && larger.includes(smaller);
  return in_one_piece ? 'plain' : 'rewritten';
}

function covers(larger: Edit, smaller: Edit): boolean {
  if (larger.from > smaller.from || larger.to < smaller.to) return false;
  let at = 0;
  for (const item of larger.items) if (item === smaller.items[at]) at++;
  return at === smaller.items.length;
}
