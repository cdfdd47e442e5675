/** Parses the output of `git merge-file --diff3`, and composes a file from its resolved hunks. */
import { IntorchError } from '../shared/errors.ts';
import type { LineRange, Sides } from './conflict.ts';
import { splitLines } from './facts/lines.ts';
import { type CleanSegment, lineRanges, type Piece } from './line-ranges.ts';

export interface HunkSegment extends Sides<string> {
  readonly kind: 'hunk';
  readonly lines: Sides<LineRange>;
}

/** A piece of a merged file: merged lines, or a place where the sides collide. */
export type Segment = CleanSegment | HunkSegment;

/**
 * Parses a merged text with markers of exactly the given size; markers of any other size are text. Where it cuts depends on the text
 * alone. With the whole sides the line ranges are exact, and a last line without a line end stays so: git ends every line before a
 * marker. A conflict without an end is a bug of the caller, who has to choose a free marker size.
 * @see git-merge-file(1), Git 2.39
 */
export function parseDiff3(
  text: string,
  marker_size: number,
  sides?: Sides<string | null>,
): readonly Segment[] {
  const pieces = trimmedPieces(cut(text, marker_size));
  const exact = sides === undefined ? pieces : withoutAddedEnd(pieces, sides);
  const ranges = lineRanges(exact, sides ?? null);
  let hunk = 0;
  return exact.map((piece): Segment => {
    if (piece.kind === 'clean') return piece;
    const lines = ranges[hunk++];
    if (lines === undefined) throw new IntorchError('BUG', 'A hunk has no line range');
    return { ...piece, lines };
  });
}

/** Returns the texts of the places in a merged text where the sides collide, at the price of one look at each line. */
export function placesIn(text: string, marker_size: number): readonly Sides<string>[] {
  return cut(text, marker_size).filter((piece) => piece.kind === 'hunk');
}

/** Composes the file, with each hunk replaced by its text, in order. */
export function composeFile(segments: readonly Segment[], hunkTexts: readonly string[]): string {
  let hunk = 0;
  return segments
    .map((segment) => (segment.kind === 'clean' ? segment.text : (hunkTexts[hunk++] ?? '')))
    .join('');
}

/** Returns a marker size that no line of the texts can be mistaken for; git's own is 7. */
export function freeMarkerSize(texts: readonly string[]): number {
  const runs = texts.flatMap((text) => text.match(/^([<=>|])\1{6,}/gm) ?? []);
  return runs.reduce((size, run) => Math.max(size, run.length + 1), 7);
}

function cut(text: string, size: number): readonly Piece[] {
  const marker = (sign: string) => new RegExp(`^[${sign}]{${size}}(?: [^\\n]*|\\r)?\\n?$`);
  const [opens, parts, splits, closes] = [marker('<'), marker('|'), marker('='), marker('>')];
  const pieces: Piece[] = [];
  let clean = '';
  let side: keyof Sides<string> | null = null;
  let hunk = { base: '', current: '', incoming: '' };
  for (const line of splitLines(text)) {
    if (side === null && opens.test(line)) {
      if (clean !== '') pieces.push({ kind: 'clean', text: clean });
      [clean, side, hunk] = ['', 'current', { base: '', current: '', incoming: '' }];
    } else if (side === 'current' && parts.test(line)) side = 'base';
    else if ((side === 'current' || side === 'base') && splits.test(line)) side = 'incoming';
    else if (side === 'incoming' && closes.test(line)) {
      pieces.push({ kind: 'hunk', ...hunk });
      side = null;
    } else if (side === null) clean += line;
    else hunk[side] += line;
  }
  if (side !== null) throw new IntorchError('BUG', 'A merged text has a conflict that does not end');
  if (clean !== '') pieces.push({ kind: 'clean', text: clean });
  return pieces;
}

/** Moves lines that all three sides agree about out of a hunk; never the last line of a side's file, whose end is not known here. */
function trimmedPieces(pieces: readonly Piece[]): readonly Piece[] {
  return pieces.flatMap((piece, index): readonly Piece[] => {
    if (piece.kind === 'clean') return [piece];
    const sides = [splitLines(piece.base), splitLines(piece.current), splitLines(piece.incoming)] as const;
    const is_last = index === pieces.length - 1;
    const shortest = Math.min(...sides.map((side) => side.length)) - (is_last ? 1 : 0);
    const agree = (at: (side: readonly string[]) => string | undefined) =>
      at(sides[0]) === at(sides[1]) && at(sides[1]) === at(sides[2]);
    let head = 0;
    while (head < shortest && agree((side) => side[head])) head++;
    let tail = 0;
    while (!is_last && tail < shortest - head && agree((side) => side.at(-1 - tail))) tail++;
    const middle = (side: readonly string[]) => side.slice(head, side.length - tail).join('');
    const hunk: Piece = {
      kind: 'hunk',
      base: middle(sides[0]),
      current: middle(sides[1]),
      incoming: middle(sides[2]),
    };
    const clean = (lines: readonly string[]): readonly Piece[] =>
      lines.length === 0 ? [] : [{ kind: 'clean', text: lines.join('') }];
    return [...clean(sides[0].slice(0, head)), hunk, ...clean(tail === 0 ? [] : sides[0].slice(-tail))];
  });
}

function withoutAddedEnd(pieces: readonly Piece[], sides: Sides<string | null>): readonly Piece[] {
  const last = pieces.at(-1);
  if (last?.kind !== 'hunk') return pieces;
  const cutLike = (text: string, whole: string | null) => {
    if (whole === null || whole.endsWith('\n') || !text.endsWith('\n')) return text;
    return (
      [text.slice(0, -1), text.slice(0, -2)].find((shorter) => shorter !== '' && whole.endsWith(shorter)) ??
      text
    );
  };
  return [
    ...pieces.slice(0, -1),
    {
      kind: 'hunk',
      base: cutLike(last.base, sides.base),
      current: cutLike(last.current, sides.current),
      incoming: cutLike(last.incoming, sides.incoming),
    },
  ];
}
