import { align } from './align.ts';
import { applyBoth, type Edit, editsOf } from './edits.ts';
import { indentationMatters } from './file-nature.ts';
import type { HunkText } from './hunk-text.ts';
import { indentOf, isBlank, lineEndOf, sameLines, splitLines, stacked, wordedLines } from './lines.ts';
import { wordsOf } from './tokens.ts';

/** Checks whether two texts of a file differ only in white space without a meaning there. */
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
 * Returns the text of the side that changed words, with the other side's indentation and line ends. Leaves it as it is where the other
 * side's lines do not match base one to one.
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
 * Checks whether the text that `laidOutLike` returns has all of the other side's new layout. Each line of base must keep its words there,
 * and lines with new spacing inside must not be ones that the changed side rewrote. False when base has no words.
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

/** Checks whether a side still has at least half of the words of base; otherwise the other side reformatted something that is gone. */
export function keepsMostOf(base: string, side: string): boolean {
  const words = wordsOf(base);
  const pairs = align(words, wordsOf(side));
  return pairs !== null && 2 * pairs.length >= words.length;
}
