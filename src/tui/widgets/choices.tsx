import { Box, Text } from 'ink';
import SelectInput from 'ink-select-input';
import { createContext, useContext } from 'react';
import type { Item, OptionsBlock } from '../frame/frame.ts';
import { Spans } from './row.tsx';

const Items = createContext<readonly Item[]>([]);

/**
 * Draws a list with a cursor. ink-select-input only draws it: it gets no keys and its `onSelect` is never used, because Enter within a
 * millisecond of Down returns the previous option. The cursor comes from the state, so the React key changes with it.
 */
export function Choices({ block }: { readonly block: OptionsBlock }) {
  const items = block.items.map(({ id }) => ({ label: id, value: id }));
  const cursor = `${block.selected} ${block.items.map(({ id }) => id).join(' ')}`;
  return (
    <Box height={items.length} flexShrink={0}>
      <Items value={block.items}>
        <SelectInput
          key={cursor}
          items={items}
          isFocused={false}
          initialIndex={block.selected}
          indicatorComponent={Cursor}
          itemComponent={Choice}
        />
      </Items>
    </Box>
  );
}

function Cursor({ isSelected }: { readonly isSelected?: boolean }) {
  return <Text bold>{isSelected === true ? '> ' : '  '}</Text>;
}

/** Draws one entry. `label` is the item's name; its spans come from the context, because the list component only knows strings. */
function Choice({ isSelected, label }: { readonly isSelected?: boolean; readonly label: string }) {
  const line = useContext(Items).find(({ id }) => id === label)?.line ?? [];
  const emphasis = isSelected === true ? { bold: true, dim: false } : {};
  return (
    <Text>
      <Spans spans={line.map((span) => ({ ...span, style: { ...span.style, ...emphasis } }))} />
    </Text>
  );
}
