/**
 * Paths are bytes in git and text in the domain. A UTF-8 path is that text; any other path is in git's own quoted form, as `git status`
 * shows it: `"caf\351.txt"`. So every path is a valid string for YAML, JSON and terminals, and converts back to the same bytes.
 */
import { isUtf8 } from 'node:buffer';

const SHORT: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '"': '\\"',
  '\\': '\\\\',
};
const LONG = new Map(Object.entries(SHORT).map(([char, code]) => [code, char]));

/** Converts a path from bytes (one character per byte) to text. */
export function decodePath(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  // Quote a name that begins with a quotation mark, too: otherwise it would look like a quoted one.
  if (isUtf8(bytes) && !latin1.startsWith('"')) return bytes.toString('utf8');
  const escaped = latin1.replace(/["\\]|[^ -~]/g, (char) => SHORT[char] ?? `\\${octal(char)}`);
  return `"${escaped}"`;
}

/** Converts a path from text to bytes (one character per byte). */
export function encodePath(text: string): string {
  if (!text.startsWith('"')) return Buffer.from(text, 'utf8').toString('latin1');
  return text.slice(1, -1).replace(/\\(?:[0-7]{3}|.)/g, (code) => LONG.get(code) ?? fromOctal(code.slice(1)));
}

function octal(char: string): string {
  return char.charCodeAt(0).toString(8).padStart(3, '0');
}

function fromOctal(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8));
}
