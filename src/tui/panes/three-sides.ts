/** The rows of the three-way view. Each shows its line on every side. */
import type { Hunk, Sides } from '../../domain/conflict/conflict.ts';
import type { Around } from '../../domain/integration/selectors/evidence.ts';
import type { AlignedRow } from '../frame/align.ts';
import { type Line, line, type Style, span } from '../frame/line.ts';
import { folded } from '../frame/width.ts';

/** The three sides in their order on the screen. */
export const SIDES = ['current', 'base', 'incoming'] as const;
export type Side = (typeof SIDES)[number];

/** From this width on, the three sides are shown side by side. */
export const THREE_COLUMNS = 100;

/** Returns a side's line in a row, in as many rows of the screen as it takes. */
export type SideRow = (side: Side, width: number) => readonly Line[];

/** Returns the rows of the hunk itself. */
export function hunkRows(
  hunk: Hunk,
  texts: Sides<readonly string[] | null>,
  aligned: readonly AlignedRow[],
): readonly SideRow[] {
  return aligned.map((row) => (side, width) => {
    const index = row[side];
    if (index === null) return [];
    const { sign, style } = signOf(side, row);
    const number = (hunk.lines?.[side].start ?? 1) + index;
    return cell(number, sign, texts[side]?.[index] ?? '', width, style);
  });
}

/** Returns the rows just before or after the hunk. */
export function aroundRows(
  hunk: Hunk,
  around: Sides<Around | null> | undefined,
  where: keyof Around,
): readonly SideRow[] {
  if (around === undefined || hunk.lines === null) return [];
  const { lines } = hunk;
  const lengths = SIDES.map((side) => around[side]?.[where].length ?? 0);
  const height = Math.max(...lengths);
  return Array.from(
    { length: height },
    (_, row): SideRow =>
      (side, width) => {
        const texts = around[side]?.[where] ?? [];
        // Lines before a hunk end in the row above it, and lines after it begin in the row below.
        const index = where === 'before' ? row - (height - texts.length) : row;
        const text = texts[index];
        if (text === undefined) return [];
        const { start, count } = lines[side];
        const number = where === 'before' ? start - texts.length + index : start + count + index;
        return cell(number, ' ', text, width, { dim: true });
      },
  );
}

const MARGIN = 8;

function cell(number: number, sign: string, text: string, width: number, style: Style): readonly Line[] {
  return folded(text, Math.max(8, width - MARGIN)).map((piece, index) => {
    const margin = index === 0 ? `${`${number}`.padStart(5)} ${sign} ` : ' '.repeat(MARGIN);
    return line(span(`${margin}${piece}`, style));
  });
}

function signOf(side: Side, row: AlignedRow): { readonly sign: string; readonly style: Style } {
  if (side !== 'base')
    return row.base === null ? { sign: '+', style: { color: 'green' } } : { sign: ' ', style: {} };
  const kept = row.current !== null && row.incoming !== null;
  return kept ? { sign: ' ', style: {} } : { sign: '-', style: { color: 'red' } };
}
