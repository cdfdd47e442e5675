import { sanitizeLine } from '../../shared/text.ts';
import { trimmed } from './lines.ts';

const LONGEST_SHOWN = 100;
const MOST_BYTES = 1_000;

/** Prepares a line of a file for display: reads its bytes as UTF-8, removes control characters, and shortens it if it is long. */
export function shown(line: string): string {
  const bytes = trimmed(line);
  // Nobody sees the rest; of a character that is cut through, nothing stays.
  const start =
    bytes.length <= MOST_BYTES ? bytes : bytes.slice(0, MOST_BYTES).replace(/[\xc0-\xff][\x80-\xbf]*$/, '');
  const text = sanitizeLine(decoded(start));
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1)}…`;
}

/** Decodes a text that holds one byte per character: as UTF-8 where it is valid, otherwise as Latin-1. */
function decoded(bytes: string): string {
  if (!/^[\x80-\xff\x00-\x7f]*$/.test(bytes) || !/[\x80-\xff]/.test(bytes)) return bytes;
  try {
    return decodeURIComponent(bytes.replace(/[^A-Za-z0-9]/g, percent));
  } catch {
    return bytes;
  }
}

function percent(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
