import { type Block, type Frame, heightOf, type OptionsBlock } from './frame.ts';
import { type Line, lineText, span } from './line.ts';

/** Rearranges a frame for a screen reader: columns one after the other, without drawn lines, and no higher than its content. */
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

/** Numbers the entries of a list, and names the one under the cursor. */
function numbered({ items, selected }: OptionsBlock): Block {
  const rows = items.map(({ line: item }, index): Line => {
    const mark = index === selected ? '> ' : '';
    return [span(`${mark}${index + 1} of ${items.length}: `), ...(spoken(item)[0] ?? [])];
  });
  return { kind: 'rows', rows };
}

/** Removes boxes, rules and bars, which say nothing when read out. */
function spoken(row: Line): readonly Line[] {
  const spans = row.map((part) => ({
    ...part,
    text: part.text.replace(/[─│█░▒]+/g, ' ').replace(/ {2,}/g, '  '),
  }));
  return lineText(spans).trim() === '' ? [] : [spans];
}
