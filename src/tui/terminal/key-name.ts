import type { Key } from 'ink';

/** Returns the keymap's name of a key: `up`, `ctrl+c`, `shift+tab`, `space`, `G`. Other text stays as it is. */
export function keyName(input: string, key: Key): string {
  const shift = key.shift ? 'shift+' : '';
  if (key.upArrow) return `${shift}up`;
  if (key.downArrow) return `${shift}down`;
  if (key.leftArrow) return 'left';
  if (key.rightArrow) return 'right';
  if (key.pageUp) return 'pgup';
  if (key.pageDown) return 'pgdn';
  if (key.home) return 'home';
  if (key.end) return 'end';
  if (key.return) return 'enter';
  if (key.escape) return 'esc';
  if (key.tab) return `${shift}tab`;
  // Terminals send either of the two for the same key.
  if (key.backspace || key.delete) return 'backspace';
  if (key.ctrl) return `ctrl+${input}`;
  return input === ' ' ? 'space' : input;
}
