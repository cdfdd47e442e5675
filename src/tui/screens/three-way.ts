import { currentName } from '../../domain/integration/selectors/side-names.ts';
import { alignSides } from '../frame/align.ts';
import { type Block, rows, sideBySide } from '../frame/frame.ts';
import { cutLine, fillLine, type Line, line, span, spread, wrapped } from '../frame/line.ts';
import { DIVIDER, rule } from '../frame/theme.ts';
import { type OpenPlace, openPlaces, placeWords } from '../panes/open-places.ts';
import { fileWords, sideBlobs, textLines } from '../panes/preview.ts';
import { aroundRows, hunkRows, SIDES, type Side, type SideRow, THREE_COLUMNS } from '../panes/three-sides.ts';
import { type Body, type Room, scrolled } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** The base and what each side made of it, with equal lines in the same rows, and the lines around them. */
export function threeWay(look: Look, place: OpenPlace, { width, height }: Room): Body {
  const { hunk, conflict } = place;
  const blobs = sideBlobs(conflict, hunk);
  const texts = {
    base: textLines(look.snapshot, blobs.base),
    current: textLines(look.snapshot, blobs.current),
    incoming: textLines(look.snapshot, blobs.incoming),
  };
  const one_at_a_time = look.size.columns < THREE_COLUMNS;
  const column_width = one_at_a_time ? width : Math.floor((width - 6) / 3);
  const shown = one_at_a_time ? [SIDES[look.view.column % SIDES.length] ?? 'base'] : SIDES;
  const around = look.snapshot.around[place.key];
  const table: readonly SideRow[] = [
    ...aroundRows(hunk, around, 'before'),
    ...hunkRows(hunk, texts, alignSides(texts.base ?? [], texts.current ?? [], texts.incoming ?? [])),
    ...aroundRows(hunk, around, 'after'),
  ];
  const folded = table.map((row) => evenRows(row, shown, column_width));
  const parts = shown.map((side, column) => {
    const lines = folded.flatMap((row) => row[column] ?? []);
    const part = scrolled(lines, look.view.scroll.text, height - 3);
    const entry = conflict.sides[side];
    const words =
      entry === null ? 'this side has no such file' : fileWords(look.snapshot, entry.blob, entry.mode);
    const missing = wrapped(`  ${words}`, column_width, 2, { dim: true });
    const blocks: Block[] = [
      rows(heading(look, place, side, column_width), fillLine(rule(column_width), column_width)),
      rows(...(texts[side] === null ? missing : part.rows)),
    ];
    return { width: column_width, blocks, extent: part.extent };
  });
  const extent = parts[0]?.extent;
  return {
    blocks: [rows(whereLine(look, place, width)), sideBySide(parts, height - 1, DIVIDER)],
    extents: extent === undefined ? {} : { text: extent },
  };
}

/** Pads the sides of a row to the same height, so that equal lines begin in the same row even after a long one. */
function evenRows(row: SideRow, shown: readonly Side[], width: number): readonly (readonly Line[])[] {
  const cells = shown.map((side) => row(side, width));
  const height = Math.max(1, ...cells.map((cell) => cell.length));
  return cells.map((cell) => [...cell, ...Array.from({ length: height - cell.length }, () => line(''))]);
}

function whereLine(look: Look, place: OpenPlace, width: number): Line {
  const { conflict, hunk, asked } = place;
  const at = hunk.lines === null ? '' : ` line ${hunk.lines.current.start}`;
  const only = asked ? '' : ', only to look at';
  const others = openPlaces(look).length > 1 ? '  n next' : '';
  return spread(
    line(' ', span(`${conflict.path}${at}`, { bold: true })),
    line(`${placeWords(look, place)}${only}${others} `),
    width,
  );
}

function heading(look: Look, { conflict }: OpenPlace, side: Side, width: number): Line {
  const { state } = look.snapshot;
  const names: Readonly<Record<Side, string>> = {
    current: `CURRENT  ${currentName(state, conflict)}, already in`,
    base: `BASE  ${state.target}, what both began with`,
    incoming: `INCOMING  ${conflict.effort}, coming in`,
  };
  const at = SIDES.indexOf(side) + 1;
  const one = look.size.columns >= THREE_COLUMNS ? '' : `  (side ${at} of 3)`;
  return cutLine(line(span(` ${names[side]}${one}`, { bold: true })), width);
}
