import { type Edit, editsOf, isInsertion } from '../facts/edits.ts';
import { isManifest, languageOf } from '../facts/file-nature.ts';
import { isImportHunk } from '../facts/imports/whole-statements.ts';
import { splitLines } from '../facts/lines.ts';
import { lossOf } from '../loss.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers do the same in 8 of 10 such conflicts';

/** Takes the side that made the whole change of the other and more. */
export const contained: Resolver = {
  rule: 'contained',
  resolve: (hunk) => {
    const { path, base, current, incoming } = hunk;
    // What a manifest lists or a file imports depends on the rest: the side that has fewer of them may have dropped the others.
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
 * Determines how one side contains the other's change: it made every edit of that change at the same place and in the same order, and
 * more. `plain`: the larger change is the smaller one with more lines before or after it. `rewritten`: it also rewrote lines or inserted
 * some in between, possibly for another reason. Null: it does not contain the change.
 */
function containmentOf(base: string, larger: string, smaller: string): 'plain' | 'rewritten' | null {
  if (smaller === base) return 'plain';
  if (larger === '' || smaller === '') return null;
  const more = editsOf(splitLines(base), splitLines(larger));
  const less = editsOf(splitLines(base), splitLines(smaller));
  if (more === null || less === null) return null;
  if (!less.every((edit) => more.some((other) => covers(other, edit)))) return null;
  // A line that only takes the place of an identical line in base is not an addition.
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
