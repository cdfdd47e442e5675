/**
 * This folder: lines, widths, tables, layout and colours.
 *
 * A screen as plain data: blocks from top to bottom. Widgets only draw them; the content is decided before.
 */
import { fillLine, type Line, lineWidth } from './line.ts';

export interface Item {
  readonly id: string;
  readonly line: Line;
}

/** A list with a cursor. */
export interface OptionsBlock {
  readonly kind: 'options';
  readonly items: readonly Item[];
  readonly selected: number;
}

export interface RowsBlock {
  readonly kind: 'rows';
  readonly rows: readonly Line[];
}

export type Block =
  | RowsBlock
  | OptionsBlock
  | {
      readonly kind: 'columns';
      readonly columns: readonly { readonly width: number; readonly blocks: readonly Block[] }[];
      readonly height: number;
    };

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** A whole screen; its blocks fill the size exactly. */
export interface Frame extends TerminalSize {
  readonly blocks: readonly Block[];
}

/** Creates a block of rows. */
export function rows(...lines: readonly Line[]): RowsBlock {
  return { kind: 'rows', rows: lines };
}

/** Counts the rows that a block takes. */
function blockHeight(block: Block): number {
  if (block.kind === 'rows') return block.rows.length;
  return block.kind === 'options' ? block.items.length : block.height;
}

/** Counts the rows that the blocks take together. */
export function heightOf(blocks: readonly Block[]): number {
  return blocks.reduce((sum, block) => sum + blockHeight(block), 0);
}

/** Fits blocks to an exact height and a maximal width: cuts what is too much at the end, or fills up with empty rows. */
export function fitted(blocks: readonly Block[], width: number, height: number): readonly Block[] {
  const result: Block[] = [];
  let left = height;
  for (const block of blocks) {
    if (left <= 0) break;
    const short = shortened(block, width, left);
    result.push(short);
    left -= blockHeight(short);
  }
  if (left > 0) result.push({ kind: 'rows', rows: Array.from({ length: left }, () => []) });
  return result;
}

/** Puts columns side by side, each fitted, with a line between them. */
export function sideBySide(
  parts: readonly { readonly width: number; readonly blocks: readonly Block[] }[],
  height: number,
  divider: Line,
): Block {
  const columns = parts.flatMap((part, index) => {
    const column = { width: part.width, blocks: fitted(part.blocks, part.width, height) };
    if (index === 0) return [column];
    const between = { kind: 'rows', rows: Array.from({ length: height }, () => divider) } as const;
    return [{ width: lineWidth(divider), blocks: [between] }, column];
  });
  return { kind: 'columns', columns, height };
}

/** Applies a function to every line of the blocks. */
export function mapLines(blocks: readonly Block[], change: (line: Line) => Line): readonly Block[] {
  return blocks.map((block) => {
    if (block.kind === 'rows') return { ...block, rows: block.rows.map(change) };
    if (block.kind === 'options')
      return { ...block, items: block.items.map((item) => ({ ...item, line: change(item.line) })) };
    return {
      ...block,
      columns: block.columns.map((column) => ({ ...column, blocks: mapLines(column.blocks, change) })),
    };
  });
}

/** Columns that an option list needs for its cursor. */
export const CURSOR_WIDTH = 2;

function shortened(block: Block, width: number, height: number): Block {
  if (block.kind === 'rows')
    return { ...block, rows: block.rows.slice(0, height).map((row) => fillLine(row, width)) };
  if (block.kind === 'options') return shortOptions(block, width, height);
  return { ...block, height: Math.min(block.height, height) };
}

function shortOptions(block: OptionsBlock, width: number, height: number): Block {
  const shown = windowed(block, height);
  const items = shown.items.map((item) => ({ ...item, line: fillLine(item.line, width - CURSOR_WIDTH) }));
  return { ...shown, items };
}

/** Returns the part of a list around its cursor that fits into a height. */
export function windowed(block: OptionsBlock, height: number): OptionsBlock {
  const from = firstVisible(block.selected, block.items.length, height);
  return { ...block, items: block.items.slice(from, from + height), selected: block.selected - from };
}

/** Returns the first row of a list to show, so that the selected one is in view, and in the middle where possible. */
export function firstVisible(selected: number, count: number, height: number): number {
  return Math.max(0, Math.min(selected - Math.floor(height / 2), count - height));
}
