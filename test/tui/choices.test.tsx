/** The list of options, drawn by ink-select-input: the cursor is the state's, whatever keys arrive meanwhile. */
import { useInput } from 'ink';
import { render } from 'ink-testing-library';
import { expect, it } from 'vitest';
import type { OptionsBlock } from '../../src/tui/frame/frame.ts';
import { Choices } from '../../src/tui/widgets/choices.tsx';

function options(selected: number, ...ids: readonly string[]): OptionsBlock {
  return {
    kind: 'options',
    selected,
    items: ids.map((id) => ({ id, line: [{ text: `take ${id}`, style: {} }] })),
  };
}

it('stands on the option that the state says, and moves with it', () => {
  const { lastFrame, rerender, unmount } = render(
    <Choices block={options(0, 'current', 'incoming', 'both')} />,
  );
  expect(lastFrame()).toBe('> take current\n  take incoming\n  take both');

  rerender(<Choices block={options(2, 'current', 'incoming', 'both')} />);

  expect(lastFrame()).toBe('  take current\n  take incoming\n> take both');
  unmount();
});

it('leaves keys to the one place that reads them', async () => {
  const seen: string[] = [];
  const { lastFrame, stdin, unmount } = render(
    <>
      <Choices block={options(0, 'current', 'incoming')} />
      <Reader seen={seen} />
    </>,
  );
  await expect
    .poll(() => {
      stdin.write('j');
      return seen;
    })
    .toContain('j');

  stdin.write('x');
  await expect.poll(() => seen).toContain('x');

  expect(lastFrame()).toBe('> take current\n  take incoming');
  unmount();
});

/** Tells when a key has gone through the application. */
function Reader({ seen }: { readonly seen: string[] }) {
  useInput((input) => void seen.push(input));
  return null;
}
