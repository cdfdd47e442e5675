import { UNSEEN } from './text.ts';

const PLAIN = /^[\w./@:+=-]+$/;

/**
 * Formats a text as one word of a shell command, quoted where necessary, so that people can copy the command from a report. What the
 * sanitiser would take out of it is written as bytes for printf, so that the command that is shown still means the same name.
 */
export function shellWord(text: string): string {
  if (PLAIN.test(text)) return text;
  if (text.includes('\t') || text.search(UNSEEN) !== -1) return `"$(printf %b '${octal(text)}')"`;
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function octal(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const written = (byte: number, char: string) =>
    PLAIN.test(char) ? char : `\\0${byte.toString(8).padStart(3, '0')}`;
  return bytes.map((byte) => written(byte, String.fromCharCode(byte))).join('');
}
