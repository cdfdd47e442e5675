import type { LineRange, Sides } from './conflict.ts';
import { align } from './facts/align.ts';
import { splitLines } from './facts/lines.ts';

export interface CleanSegment {
  readonly kind: 'clean';
  readonly text: string;
}

/** A piece of a merged file before its lines are counted. */
export type Piece = CleanSegment | ({ readonly kind: 'hunk' } & Sides<string>);

/**
 * Finds, for each hunk, the range of its lines in each whole side. Clean lines may come from either side, so each side is matched with
 * the merge in which every hunk is that side's. Without a side's text, its lines are counted as if it had every clean line.
 */
export function lineRanges(
  pieces: readonly Piece[],
  sides: Sides<string | null> | null,
): readonly Sides<LineRange>[] {
  const base = rangesOf(pieces, (piece) => piece.base, sides?.base ?? null);
  const current = rangesOf(pieces, (piece) => piece.current, sides?.current ?? null);
  const incoming = rangesOf(pieces, (piece) => piece.incoming, sides?.incoming ?? null);
  return base.flatMap((range, index) => {
    const [ours, theirs] = [current[index], incoming[index]];
    return ours === undefined || theirs === undefined
      ? []
      : [{ base: range, current: ours, incoming: theirs }];
  });
}

type HunkPiece = Extract<Piece, { readonly kind: 'hunk' }>;

function rangesOf(
  pieces: readonly Piece[],
  sideOf: (piece: HunkPiece) => string,
  whole: string | null,
): readonly LineRange[] {
  const runs = pieces.map((piece) => splitLines(piece.kind === 'clean' ? piece.text : sideOf(piece)));
  const merged = runs.flat();
  const places: { at: number; count: number }[] = [];
  let at = 0;
  for (const [index, run] of runs.entries()) {
    if (pieces[index]?.kind === 'hunk') places.push({ at, count: run.length });
    at += run.length;
  }
  const counted = places.map((place) => ({ start: place.at + 1, count: place.count }));
  const lines = whole === null ? null : splitLines(whole);
  const pairs = lines === null ? null : align(merged, lines);
  if (lines === null || pairs === null) return counted;

  const partner = new Map(pairs);
  return places.map((place) => {
    const own = merged.slice(place.at, place.at + place.count);
    const start = own.length > 0 ? partner.get(place.at) : undefined;
    return { start: nearest(lines, own, start ?? behind(partner, place.at)) + 1, count: place.count };
  });
}

/** Returns the position right after the last matched line above. */
function behind(partner: ReadonlyMap<number, number>, at: number): number {
  for (let above = at - 1; above >= 0; above--) {
    const match = partner.get(above);
    if (match !== undefined) return match + 1;
  }
  return 0;
}

/** Finds the position nearest to the guess where exactly these lines stand: equal lines can be matched in more than one way. */
function nearest(lines: readonly string[], own: readonly string[], guess: number): number {
  if (own.length === 0) return guess;
  const fits = (at: number) => own.every((line, index) => lines[at + index] === line);
  for (let distance = 0; distance <= lines.length; distance++) {
    for (const at of [guess - distance, guess + distance]) if (at >= 0 && fits(at)) return at;
  }
  return guess;
}
