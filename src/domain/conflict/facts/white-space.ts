import { align } from './align.ts';
import { applyBoth, type Edit, editsOf } from './edits.ts';
import { indentationMatters } from './file-nature.ts';
import type { HunkText } from './hunk-text.ts';
import { indentOf, isBlank, lineEndOf, sameLines, splitLines, stacked, wordedLines } from './lines.ts';
import { wordsOf } from './tokens.ts';

/** Says whether two texts of a file differ in nothing that has a meaning there. */
export function differInWhiteSpaceOnly(path: string, a: string, b: string): boolean {
  if (!sameLines(wordsOf(a), wordsOf(b))) return false;
  return !indentationMatters(path) || sameLines(meaningfulLines(a), meaningfulLines(b));
}

function meaningfulLines(text: string): readonly string[] {
  return splitLines(text)
    .filter((line) => !isBlank(line))
    .map((line) => line.replace(/[ \t\r\n]+$/, ''));
}

/**
 * Gives the text of the side that changed words, laid out as the other side did it where lines can be matched one to one: its
 * indentation and its line ends.
 */
export function laidOutLike(layout: string, hunk: Pick<HunkText, 'base'>, words: string): string {
  const [base, shaped, changed] = [splitLines(hunk.base), splitLines(layout), splitLines(words)];
  const edits = editsOf(base, changed);
  const one_to_one =
    base.length === shaped.length &&
    base.every((line, index) => sameLines(wordsOf(line), wordsOf(shaped[index] ?? '')));
  if (edits === null || !one_to_one || base.length === 0) return words;

  const end = lineEndOf([layout]);
  const moved = (edit: Edit) => {
    const near = Math.min(edit.from, base.length - 1);
    const [old_indent, new_indent] = [indentOf(base[near] ?? ''), indentOf(shaped[near] ?? '')];
    return edit.items.map((line) => {
      const shifted =
        line.startsWith(old_indent) && !isBlank(line) ? new_indent + line.slice(old_indent.length) : line;
      return shifted.replace(/\r?\n$/, end);
    });
  };
  const shaped_edits = edits.map((edit) => ({ ...edit, items: moved(edit) }));
  return stacked(applyBoth(shaped, shaped_edits, []));
}

/**
 * Says whether what a side laid out anew is all in the other's text once that is indented like it: each line of base keeps its words, and
 * those that are spaced out differently within are not the ones that the other side wrote anew. Base without words was not laid out.
 */
export function isRelaid(base: string, layout: string, words: string): boolean {
  const [before, after] = [wordedLines(base), wordedLines(layout)];
  const edits = editsOf(before, wordedLines(words));
  if (edits === null || before.length === 0 || before.length !== after.length) return false;
  return before.every((line, index) => {
    const spaced = after[index] ?? '';
    if (line === spaced) return true;
    const rewritten = edits.some(({ from, to }) => from <= index && index < to);
    return !rewritten && sameLines(wordsOf(line), wordsOf(spaced));
  });
}

/** Says whether a side still has at least half of the words of base: else the other side tidied something that is gone. */
export function keepsMostOf(base: string, side: string): boolean {
  const words = wordsOf(base);
  const pairs = align(words, wordsOf(side));
  return pairs !== null && 2 * pairs.length >= words.length;
}
