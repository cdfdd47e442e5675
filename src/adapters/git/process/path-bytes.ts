/**
 * Paths are bytes in git and text in the domain. A path that is UTF-8 is that text; any other is git's own quoted form, as `git status`
 * shows it: `"caf\351.txt"`. So every path is a proper string that YAML, JSON and terminals carry, and comes back as the same bytes.
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

/** Gives the text for the bytes of a path (one character per byte). */
export function decodePath(latin1: string): string {
  const bytes = Buffer.from(latin1, 'latin1');
  // A name that begins with a quotation mark is quoted too, or it could be taken for a quoted one.
  if (isUtf8(bytes) && !latin1.startsWith('"')) return bytes.toString('utf8');
  const escaped = latin1.replace(/["\\]|[^ -~]/g, (char) => SHORT[char] ?? `\\${octal(char)}`);
  return `"${escaped}"`;
}

/** Gives the bytes of a path (one character per byte) for its text. */
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
