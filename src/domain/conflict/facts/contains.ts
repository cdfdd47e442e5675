import { lossOf } from '../loss.ts';
import type { Edit } from './edits.ts';
import { editsOf, isInsertion } from './edits.ts';
import { splitLines } from './lines.ts';

/**
 * How a side contains the change of the other: it made every edit of it, at the same place and in the same order, and went on.
 * `plain` when the smaller change only puts lines in; `rewritten` when both rewrote or took out the same lines, which the larger may
 * have done for another reason. Null when it does not contain it.
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
  return less.every(isInsertion) ? 'plain' : 'rewritten';
}

function covers(larger: Edit, smaller: Edit): boolean {
  if (larger.from > smaller.from || larger.to < smaller.to) return false;
  let at = 0;
  for (const item of larger.items) if (item === smaller.items[at]) at++;
  return at === smaller.items.length;
}
