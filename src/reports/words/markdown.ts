/**
 * This folder: Markdown, and the words for conflicts, gates and sizes.
 *
 * Markdown whose structure no foreign text can change: a branch name never becomes a heading, and a file's text never closes its own
 * fence. Reports are composed of blocks; a block is text, or null for a part with nothing to say.
 */
import type { Instant } from '../../domain/shared/ids.ts';
import { bounded, sanitize, sanitizeLine } from '../../domain/shared/text.ts';

const MAX_CODE_LINES = 200;
const MAX_CODE_CHARS = 20_000;

export type MarkdownBlock = string | null;

/** Joins the blocks into one document. */
export function markdown(...blocks: readonly MarkdownBlock[]): string {
  return `${blocks.filter((block) => block !== null && block !== '').join('\n\n')}\n`;
}

/** Escapes foreign text for a paragraph: one line, without markup. */
export function prose(text: string): string {
  return sanitizeLine(text)
    .replace(/[\\`*[\]<>~&]|(?<!\w)_|_(?!\w)/g, '\\$&')
    .replace(/^(\s*)([#+=-])/, '$1\\$2')
    .replace(/^(\s*\d+)([.)])/, '$1\\$2');
}

/** Formats a name, a path or a command as inline code, with more backticks around it than it contains. */
export function code(text: string): string {
  const safe = sanitizeLine(text);
  const ticks = '`'.repeat(longestRun(safe, '`') + 1);
  const pad = /^`|`$|^ .* $/.test(safe) || safe === '' ? ' ' : '';
  return `${ticks}${pad}${safe}${pad}${ticks}`;
}

/** Puts lines of code between fences longer than any fence in them. It cuts very long code and marks the cut. */
export function fenced(text: string, path = ''): string {
  const safe = bounded(sanitize(text), MAX_CODE_LINES, MAX_CODE_CHARS).replace(/\n$/, '');
  const fence = '`'.repeat(Math.max(3, longestRun(safe, '`') + 1));
  const language = /\.([A-Za-z0-9]{1,12})$/.exec(path)?.[1] ?? '';
  return `${fence}${language}\n${safe}\n${fence}`;
}

/** Formats a list with one line per item, or `none` when it has no items. */
export function bullets(items: readonly string[], none: string | null = 'None'): MarkdownBlock {
  if (items.length === 0) return none === null ? null : `- ${none}`;
  return items.map((item) => `- ${item}`).join('\n');
}

/** Formats a numbered list. */
export function numbered(items: readonly string[], none: string | null = 'None'): MarkdownBlock {
  return items.length === 0 ? none : items.map((item, index) => `${index + 1}. ${item}`).join('\n');
}

/** Formats a table, or `none` when it has no rows. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  none: string | null = 'None',
): MarkdownBlock {
  if (rows.length === 0) return none;
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** Formats a point in time for people. */
export function when(at: Instant): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

/** Formats a bold label and the text it belongs to. */
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
