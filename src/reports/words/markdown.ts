/**
 * This folder: Markdown, and the words for conflicts, gates and sizes.
 *
 * Markdown whose shape no foreign text can change: a branch name is never a heading, a file's text never ends its own fence. Reports
 * are composed of blocks; a block is text, or null for a part that has nothing to say.
 */
import type { Instant } from '../../domain/shared/ids.ts';
import { bounded, sanitize, sanitizeLine } from '../../domain/shared/text.ts';

const MAX_CODE_LINES = 200;
const MAX_CODE_CHARS = 20_000;

export type Block = string | null;

/** Gives the blocks as one document. */
export function markdown(...blocks: readonly Block[]): string {
  return `${blocks.filter((block) => block !== null && block !== '').join('\n\n')}\n`;
}

/** Gives foreign words for running text: one line, and nothing in it is markup. */
export function prose(text: string): string {
  return sanitizeLine(text)
    .replace(/[\\`*[\]<>~&]|(?<!\w)_|_(?!\w)/g, '\\$&')
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Gives a name, a path or a command as inline code, with more backticks around it than in it. */
export function code(text: string): string {
  const safe = sanitizeLine(text);
  const ticks = '`'.repeat(longestRun(safe, '`') + 1);
  const pad = /^`|`$|^ .* $/.test(safe) || safe === '' ? ' ' : '';
  return `${ticks}${pad}${safe}${pad}${ticks}`;
}

/** Gives lines of code between fences longer than any fence in them; very long code is cut, and says so. */
export function fenced(text: string, path = ''): string {
  const safe = bounded(sanitize(text), MAX_CODE_LINES, MAX_CODE_CHARS).replace(/\n$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(safe, '`') + 1));
  const language = /\.([A-Za-z0-9]{1,12})$/.exec(path)?.[1] ?? '';
  return `${fence}${language}\n${safe}\n${fence}`;
}

/** Gives a list with one line per item; `none` where there is no item. */
export function bullets(items: readonly string[], none: string | null = 'None'): Block {
  if (items.length === 0) return none === null ? null : `- ${none}`;
  return items.map((item) => `- ${item}`).join('\n');
}

/** Gives a numbered list. */
export function numbered(items: readonly string[], none: string | null = 'None'): Block {
  return items.length === 0 ? none : items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** Gives a table; `none` where there is no row. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  none: string | null = 'None',
): Block {
  if (rows.length === 0) return none;
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Gives a point in time as people read it. */
export function when(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

/** Gives a label in bold with what it labels. */
export function labelled(label: string, text: string): string {
  return `**${label}**: ${text}`.trimEnd();
}

function longestRun(text: string, char: string): number {
  let longest = 0;
  let run = 0;
  for (const each of text) {
    run = each === char ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}
