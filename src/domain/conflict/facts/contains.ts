import { lossOf } from '../loss.ts';
import type { Edit } from './edits.ts';
import { editsOf, isInsertion } from './edits.ts';
import { splitLines, wordedLines } from './lines.ts';
import { wordsOf } from './tokens.ts';

/**
 * How a side contains the change of the other: it made every edit of it, at the same place and in the same order, and went on.
 * `plain` when what the smaller change put in is new text that stands in one piece in the larger one; `formal` when it only took
 * something out or moved signs about, which the larger may have done for another reason. Null when it does not contain it.
 */
export function containmentOf(base: string, larger: string, smaller: string): 'plain' | 'formal' | null {
  if (larger === '' || smaller === '') return null;
  const more = editsOf(splitLines(base), splitLines(larger));
  const less = editsOf(splitLines(base), splitLines(smaller));
  if (more === null || less === null || less.length === 0) return null;
  if (!less.every((edit) => more.some((other) => covers(other, edit)))) return null;
  // A line that takes the place of its twin in base is no addition.
  if (lossOf(smaller, base, larger).lines > 0) return null;
  return less.every(isInsertion) || (bringsWords(base, less) && inOnePiece(more, less)) ? 'plain' : 'formal';
}

function covers(larger: Edit, smaller: Edit): boolean {
  if (larger.from > smaller.from || larger.to < smaller.to) return false;
  let at = 0;
  for (const item of larger.items) if (item === smaller.items[at]) at++;
  return at === smaller.items.length;
}

function bringsWords(base: string, edits: readonly Edit[]): boolean {
  const known = new Set(wordsOf(base));
  return edits.every((edit) =>
    wordsOf(edit.items.join('')).some((word) => /\w\w/.test(word) && !known.has(word)),
  );
}

function inOnePiece(larger: readonly Edit[], smaller: readonly Edit[]): boolean {
  const worded = (edits: readonly Edit[]) =>
    edits.flatMap((edit) => wordedLines(edit.items.join(''))).join('\n');
  return worded(larger).includes(worded(smaller));
}
