import { Box, Text } from 'ink';
import type { Line } from '../frame/line.ts';
import { Spans } from './row.tsx';

/** Draws rows as one text. The lines are already cut, and one text costs a fraction of one text per row. */
export function Rows({ rows }: { readonly rows: readonly Line[] }) {
  return (
    <Box height={rows.length} flexShrink={0}>
      <Text>
        {rows.map((spans, index) => (
          <Text key={index}>
            {/* An empty text would take no row at all. */}
            {spans.length === 0 ? ' ' : <Spans spans={spans} />}
            {index < rows.length - 1 ? '\n' : ''}
          </Text>
        ))}
      </Text>
    </Box>
  );
}
