import { sanitizeLine } from '../../shared/text.ts';
import { trimmed } from './lines.ts';

const LONGEST_SHOWN = 100;

/** Gives a line of a file as people may see it: bytes read as UTF-8, without controls, cut to a bearable length. */
export function shown(line: string): string {
  const text = sanitizeLine(decoded(trimmed(line)));
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1)}…`;
}

/** Texts hold one byte per character; those that are no UTF-8 are shown as Latin-1. */
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
