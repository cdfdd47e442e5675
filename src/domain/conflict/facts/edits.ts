import { align } from './align.ts';
import { sameLines } from './lines.ts';

/** One change of a side: the base items `from` (included) to `to` (not included) become `items`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly items: readonly string[];
}

/** Returns what a side changed, as ordered edits of base that do not touch; null when side and base are too far apart. */
export function editsOf(base: readonly string[], side: readonly string[]): readonly Edit[] | null {
  const pairs = align(base, side);
  if (pairs === null) return null;
  const edits: Edit[] = [];
  let from = 0;
  let start = 0;
  for (const [to, end] of [...pairs, [base.length, side.length] as const]) {
    if (to > from || end > start) edits.push({ from, to, items: side.slice(start, end) });
    from = to + 1;
    start = end + 1;
  }
  return edits;
}

/** Checks whether an edit only inserts items. */
export function isInsertion(edit: Edit): boolean {
  return edit.from === edit.to;
}

/** Checks whether two edits are the same. */
export function sameEdit(a: Edit, b: Edit): boolean {
  return a.from === b.from && a.to === b.to && sameLines(a.items, b.items);
}

/** How two lists of edits meet, decided by the closest pair. `apart`: at least one unchanged item stands between the two. */
export type Meeting = 'apart' | 'touching' | 'overlapping';

/** Determines how the edits of two sides meet, without edits that both made. Two insertions at the same place overlap. */
export function meetingOf(current: readonly Edit[], incoming: readonly Edit[]): Meeting {
  let meeting: Meeting = 'apart';
  for (const a of current) {
    for (const b of incoming) {
      if (sameEdit(a, b)) continue;
      if (a.to < b.from || b.to < a.from) continue;
      const both_insert = isInsertion(a) && isInsertion(b);
      if (both_insert || (a.to > b.from && b.to > a.from)) return 'overlapping';
      meeting = 'touching';
    }
  }
  return meeting;
}

/** Applies the edits of both sides to base. The caller knows that they do not overlap. */
export function applyBoth(
  base: readonly string[],
  current: readonly Edit[],
  incoming: readonly Edit[],
): readonly string[] {
  const news = incoming.filter((edit) => !current.some((other) => sameEdit(edit, other)));
  const all = [...current, ...news].sort((a, b) => a.from - b.from || a.to - b.to);
  const pieces: (readonly string[])[] = [];
  let at = 0;
  for (const edit of all) {
    pieces.push(base.slice(at, edit.from), edit.items);
    at = edit.to;
  }
  return [...pieces, base.slice(at)].flat();
}
