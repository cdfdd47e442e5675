import type { TerminalSize } from './frame.ts';

/** How a screen is divided. The smaller the terminal, the less is shown side by side. */
export type Layout = 'wide' | 'medium' | 'stacked' | 'list' | 'too_small';

/** The smallest terminal that a screen fits into. */
export const LEAST: TerminalSize = { columns: 60, rows: 15 };

/** Returns the layout for a terminal's size. A terminal higher than half its width is stacked at any width. */
export function layoutOf({ columns, rows }: TerminalSize): Layout {
  if (columns < LEAST.columns || rows < LEAST.rows) return 'too_small';
  if (columns < 80 || rows < 20) return 'list';
  if (columns < 100 || rows > columns / 2) return 'stacked';
  return columns >= 120 && rows >= 30 ? 'wide' : 'medium';
}
