/**
 * Lines of texts that hold one byte per character. White space means ASCII white space only: `trim` and `\s` would also remove the byte
 * 0xA0, which is half of `à` in UTF-8.
 */
const SPACES = ' \t\r\n\f\v';

/** Splits a text into lines with their ends; a last line without an end counts. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Removes the ASCII white space around a text. */
export function trimmed(text: string): string {
  // A pattern for the end would look at each run of white space as often as it is long.
  let [start, end] = [0, text.length];
  while (start < end && SPACES.includes(text.charAt(start))) start++;
  while (end > start && SPACES.includes(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}

/** Checks whether a text contains nothing but ASCII white space. */
export function isBlank(text: string): boolean {
  return /^[ \t\r\n\f\v]*$/.test(text);
}

/** Checks whether git takes a file for binary: by a zero byte near its beginning. */
export function isBinary(bytes: string): boolean {
  return bytes.slice(0, 8000).includes('\0');
}

/** Returns the lines that are not blank, each without the white space around it. */
export function wordedLines(text: string): string[] {
  return splitLines(text)
    .map(trimmed)
    .filter((line) => line !== '');
}

/** Returns the white space at the beginning of a line. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Returns the line end of the first text that has one; `\n` if none has. */
export function lineEndOf(texts: readonly string[]): string {
  for (const text of texts) {
    const end = text.indexOf('\n');
    if (end >= 0) return text[end - 1] === '\r' ? '\r\n' : '\n';
  }
  return '\n';
}

/** Puts texts one after the other, so that no line of one is glued to a line of the next. */
export function stacked(texts: readonly string[]): string {
  const there = texts.filter((text) => text !== '');
  const end = lineEndOf(there);
  return there
    .map((text, index) => (text.endsWith('\n') || index === there.length - 1 ? text : text + end))
    .join('');
}

/** Checks whether two lists hold the same texts in the same order. */
export function sameLines(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}
