import { alignSides } from '../align.ts';
import { type Block, rows, sideBySide } from '../block.ts';
import { type Body, type Room, scrolled } from '../body.ts';
import { cutLine, fillLine, type Line, line, type Style, span } from '../line.ts';
import { askedHunk, type Look } from '../look.ts';
import { textLines } from '../preview.ts';
import { DIVIDER, rule } from '../theme.ts';

/** The three sides in the order they stand on the screen. */
export const SIDES = ['current', 'base', 'incoming'] as const;
type Side = (typeof SIDES)[number];

/** What both sides began with, and what each made of it, the same lines in the same rows. */
export function threeWay(look: Look, { width, height }: Room): Body {
  const hunk = askedHunk(look);
  if (hunk === null) return { blocks: [], extents: {} };
  const texts = {
    base: textLines(look.snapshot, hunk.texts.base),
    current: textLines(look.snapshot, hunk.texts.current),
    incoming: textLines(look.snapshot, hunk.texts.incoming),
  };
  const aligned = alignSides(texts.base ?? [], texts.current ?? [], texts.incoming ?? []);
  const one_at_a_time = look.size.columns < 100;
  const column_width = one_at_a_time ? width : Math.floor((width - 6) / 3);
  const start = (side: Side) => hunk.lines?.[side].start ?? 1;
  const column = (side: Side): readonly Line[] =>
    aligned.map((row) => {
      const index = row[side];
      const text = index === null ? null : (texts[side]?.[index] ?? '');
      if (text === null || index === null) return line('');
      const { sign, style } = signOf(side, row);
      return cutLine(
        line(span(`${`${start(side) + index}`.padStart(5)} ${sign} ${text}`, style)),
        column_width,
      );
    });
  const shown = one_at_a_time ? [SIDES[look.view.column % SIDES.length] ?? 'base'] : SIDES;
  const parts = shown.map((side) => {
    const part = scrolled(column(side), look.view.scroll.text, height - 2);
    const lines =
      texts[side] === null ? [line(span('  this side has no such file', { dim: true }))] : part.rows;
    const blocks: Block[] = [
      rows(heading(look, side, column_width), fillLine(rule(column_width), column_width)),
      rows(...lines),
    ];
    return { width: column_width, blocks, extent: part.extent };
  });
  const extent = parts[0]?.extent;
  return {
    blocks: [sideBySide(parts, height, DIVIDER)],
    extents: extent === undefined ? {} : { text: extent },
  };
}

function heading(look: Look, side: Side, width: number): Line {
  const { state } = look.snapshot;
  const names: Readonly<Record<Side, string>> = {
    current: `CURRENT  ${state.integration_branch}, already in`,
    base: `BASE  ${state.target}, what both began with`,
    incoming: `INCOMING  ${look.question?.effort ?? ''}, coming in`,
  };
  const at = SIDES.indexOf(side) + 1;
  const place = look.size.columns >= 100 ? '' : ` (${at} of 3)`;
  return cutLine(line(span(` ${names[side]}${place}`, { bold: true })), width);
}

function signOf(
  side: Side,
  row: { readonly base: number | null; readonly current: number | null; readonly incoming: number | null },
): { readonly sign: string; readonly style: Style } {
  if (side !== 'base')
    return row.base === null ? { sign: '+', style: { color: 'green' } } : { sign: ' ', style: {} };
  const kept = row.current !== null && row.incoming !== null;
  return kept ? { sign: ' ', style: {} } : { sign: '-', style: { color: 'red' } };
}
