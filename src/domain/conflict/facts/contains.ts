import { lossOf } from '../loss.ts';
import type { Edit } from './edits.ts';
import { editsOf, isInsertion } from './edits.ts';
import { splitLines } from './lines.ts';

/**
 * How a side contains the change of the other: it made every edit of it, at the same place and in the same order, and went on.
 * `plain` when the larger change is the smaller one with more lines before or behind it; `rewritten` when it also rewrote lines or put
 * some in between, which may have been done for another reason. Null when it does not contain it.
 */
export function containmentOf(base: string, larger: string, smaller: string): 'plain' | 'rewritten' | null {
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
