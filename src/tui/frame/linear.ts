import { type Block, type Frame, heightOf, type Options } from './frame.ts';
import { type Line, lineText, span } from './line.ts';

/** Gives a frame for somebody who listens: columns one after the other, without lines that are only drawn, no higher than what it says. */
export function linearized(frame: Frame): Frame {
  const blocks = frame.blocks.flatMap(inOrder);
  return { ...frame, rows: heightOf(blocks), blocks };
}

function inOrder(block: Block): readonly Block[] {
  if (block.kind === 'options') return [numbered(block)];
  if (block.kind === 'columns') return block.columns.flatMap((column) => column.blocks.flatMap(inOrder));
  const rows = block.rows.flatMap(spoken);
  return rows.length === 0 ? [] : [{ ...block, rows }];
}

/** A list says its numbers, and which of them the cursor is on. */
function numbered({ items, selected }: Options): Block {
  const rows = items.map(({ line: item }, index): Line => {
    const mark = index === selected ? '> ' : '';
    return [span(`${mark}${index + 1} of ${items.length}: `), ...(spoken(item)[0] ?? [])];
  });
  return { kind: 'rows', rows };
}

/** Boxes, rules and bars say nothing. */
function spoken(row: Line): readonly Line[] {
  const spans = row.map((part) => ({
    ...part,
    text: part.text.replace(/[─│█░]+/g, ' ').replace(/ {2,}/g, '  '),
  }));
  return lineText(spans).trim() === '' ? [] : [spans];
}
