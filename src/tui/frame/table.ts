/** Rows of columns, and lists with a cursor. */
import { firstVisible } from './frame.ts';
import { cutLine, fillLine, type Line, line, lineWidth, span, styled } from './line.ts';
import { padLeft, padRight } from './width.ts';

export interface Column {
  readonly title: string;
  readonly width: number;
  readonly align?: 'right';
}

/** A row of a list; one that is dear to draw is drawn only where it is in view. */
export type ListRow = Line | (() => Line);

/** Formats one row; each cell is cut or filled to the width of its column. */
export function tableRow(columns: readonly Column[], cells: readonly (string | Line)[]): Line {
  return line(
    ...columns.flatMap((column, index) => {
      const cell = cells[index] ?? '';
      const filled = typeof cell === 'string' ? line(span(align(cell, column))) : alignLine(cell, column);
      return index === 0 ? [filled] : [' ', filled];
    }),
  );
}

/** Formats the row of column titles. */
export function titleRow(columns: readonly Column[]): Line {
  return styled(
    line(
      '  ',
      tableRow(
        columns,
        columns.map((column) => column.title),
      ),
    ),
    { dim: true },
  );
}

/** Returns the title row and the rows of a list. When not all rows fit, the title shows which are in view. */
export function listTable(
  columns: readonly Column[],
  items: readonly ListRow[],
  selected: number,
  width: number,
  height: number,
): readonly Line[] {
  const room = Math.max(1, height - 1);
  const from = firstVisible(selected, items.length, room);
  const words = `${from + 1}-${Math.min(items.length, from + room)} of ${items.length}`;
  const holds = ({ title, width: columns_wide }: Column) => title.length + 2 + words.length <= columns_wide;
  const at = items.length <= room ? -1 : columns.findIndex(holds);
  const titled = columns.map((each, index) =>
    index === at ? { ...each, title: `${each.title}  ${words}` } : each,
  );
  return [cutLine(titleRow(titled), width), ...listRows(items, selected, width, room)];
}

/** Returns the rows of a list around the selected one, which is bold and has a mark. */
export function listRows(
  items: readonly ListRow[],
  selected: number,
  width: number,
  height: number,
): readonly Line[] {
  const from = firstVisible(selected, items.length, height);
  return items.slice(from, from + height).map((row_of, index) => {
    const item = typeof row_of === 'function' ? row_of() : row_of;
    const here = from + index === selected;
    const row = fillLine(line(here ? '> ' : '  ', item), width);
    return here ? styled(row, { bold: true }) : row;
  });
}

function align(text: string, column: Column): string {
  return column.align === 'right' ? padLeft(text, column.width) : padRight(text, column.width);
}

function alignLine(cell: Line, column: Column): Line {
  const missing = column.width - lineWidth(cell);
  if (column.align === 'right' && missing > 0) return line(' '.repeat(missing), cell);
  return fillLine(cell, column.width);
}
