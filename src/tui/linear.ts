import { type Block, type Frame, heightOf } from './block.ts';
import { type Line, lineText } from './line.ts';

/** Gives a frame for somebody who listens: columns one after the other, without lines that are only drawn, no higher than what it says. */
export function linearized(frame: Frame): Frame {
  const blocks = frame.blocks.flatMap(inOrder);
  return { ...frame, rows: heightOf(blocks), blocks };
}

function inOrder(block: Block): readonly Block[] {
  if (block.kind === 'options') return [block];
  if (block.kind === 'columns') return block.columns.flatMap((column) => column.blocks.flatMap(inOrder));
  const rows = block.rows.flatMap((row) => spoken(row));
  return rows.length === 0 ? [] : [{ ...block, rows }];
}

/** Boxes, rules and bars say nothing. */
function spoken(row: Line): readonly Line[] {
  const spans = row.map((span) => ({
    ...span,
    text: span.text.replace(/[─│█░]+/g, ' ').replace(/ {2,}/g, '  '),
  }));
  return lineText(spans).trim() === '' ? [] : [spans];
}
