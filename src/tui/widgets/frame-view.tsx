/** This folder: the few Ink components. */
import { Box } from 'ink';
import type { Block, Frame } from '../frame/frame.ts';
import { Choices } from './choices.tsx';
import { Rows } from './rows.tsx';

/**
 * Draws a frame. It is exactly as high as the terminal, so that nothing scrolls and nothing squeezes the header. The outer box has the
 * terminal's actual width. Right after a resize the frame still has the old one, and rows that wrap would push everything down.
 */
export function FrameView({ frame }: { readonly frame: Frame }) {
  return (
    <Box width="100%" overflow="hidden">
      <Box flexDirection="column" width={frame.columns} height={frame.rows} flexShrink={0} overflow="hidden">
        <Blocks blocks={frame.blocks} />
      </Box>
    </Box>
  );
}

function Blocks({ blocks }: { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => <OneBlock key={index} block={block} />);
}

function OneBlock({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'rows':
      return <Rows rows={block.rows} />;
    case 'options':
      return <Choices block={block} />;
    case 'columns':
      return (
        <Box height={block.height} flexShrink={0}>
          {block.columns.map((column, index) => (
            <Box
              key={index}
              width={column.width}
              height={block.height}
              flexDirection="column"
              flexShrink={0}
              overflow="hidden"
            >
              <Blocks blocks={column.blocks} />
            </Box>
          ))}
        </Box>
      );
  }
}
