import { makeAttention, OPENING } from './attention.ts';

/** What a line holds, as bits. A hard character may begin or end what a parser looks for, wherever it stands. */
const LINE_FEED = 1;
const HARD = 2;
const TAG = 4;
const UPPER = 8;
const DOT = 16;
const SPACE = 32;

const MARKS = Int32Array.from({ length: 256 }, (_, byte) => {
  const character = String.fromCharCode(byte);
  if (character === '\n') return LINE_FEED;
  if (byte < 0x20 || byte > 0x7e || ':|)/'.includes(character)) return HARD;
  if ('<>'.includes(character)) return HARD | TAG;
  if (/[A-Z]/.test(character)) return UPPER;
  return character === '.' ? DOT : character === ' ' ? SPACE : 0;
});
/** How many bytes are looked at as one. */
const BLOCK = 8;

/** These lines have no hard character. They are known by their first two characters, and then by more. */
const BEGINS = new RegExp(`^(?:${OPENING})`);
const OPENINGS = new Set(
  [
    'no',
    'ok',
    'FA',
    'PA',
    'ER',
    'Er',
    'er',
    'fa',
    'TA',
    'TO',
    'Te',
    'te',
    'Ra',
    'np',
    'th',
    'No',
    'Su',
    'X ',
  ].map((two) => (two.charCodeAt(0) << 8) | two.charCodeAt(1)),
);

/**
 * Creates the filter of one output, which comes in pieces. It returns what has to be read of each piece, in order. To look at bytes costs a
 * fiftieth of reading lines.
 */
export function plainLineFilter(): (bytes: Uint8Array) => readonly Uint8Array[] {
  const attention = makeAttention();
  let in_line = false;

  /** Whether a whole line is left out. */
  const isSilent = (bytes: Uint8Array, start: number, end: number, marks: number): boolean => {
    if (!(marks & HARD) && isPlain(bytes, start, end, marks)) return attention.maySkip(end - start);
    attention.heed(end - start, (marks & TAG) !== 0);
    return false;
  };

  return (bytes) => {
    const kept: Uint8Array[] = [];
    let start = in_line ? bytes.indexOf(10) + 1 : 0;
    if (in_line && start === 0) return [bytes];
    let from = 0;
    let marks = 0;
    for (let at = start; at < bytes.length; ) {
      const block = at + BLOCK <= bytes.length ? marksOfBlock(bytes, at) : LINE_FEED;
      if (!(block & LINE_FEED)) {
        marks |= block;
        at += BLOCK;
        continue;
      }
      for (const last = Math.min(at + BLOCK, bytes.length); at < last; at++) {
        const mark = MARKS[bytes[at] ?? 0] ?? HARD;
        marks |= mark;
        if (mark !== LINE_FEED) continue;
        if (isSilent(bytes, start, at, marks)) {
          if (from < start) kept.push(bytes.subarray(from, start));
          from = at + 1;
        }
        [start, marks] = [at + 1, 0];
      }
    }
    in_line = start < bytes.length;
    if (from < bytes.length) kept.push(bytes.subarray(from));
    return kept;
  };
}

function marksOfBlock(bytes: Uint8Array, at: number): number {
  let marks = 0;
  for (let next = at; next < at + BLOCK; next++) marks |= MARKS[bytes[next] ?? 0] ?? HARD;
  return marks;
}

function isPlain(bytes: Uint8Array, start: number, end: number, marks: number): boolean {
  if (start === end) return true;
  const first = bytes[start] ?? 0;
  const isDigit = first >= 0x30 && first <= 0x39;
  // A plan, a time or a closing summary begins with a number; a name of a file is one word.
  if (isDigit) return !(marks & (SPACE | DOT | UPPER));
  if (!isLetter(first) || (marks & (SPACE | DOT)) === DOT) return false;
  const pair = (first << 8) | (bytes[start + 1] ?? 0);
  if (OPENINGS.has(pair) && BEGINS.test(String.fromCharCode(...bytes.subarray(start, start + BLOCK))))
    return false;
  return !(marks & UPPER) || !isShouting(bytes, start, end);
}

function isLetter(byte: number): boolean {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a;
}

/** Whether there may be a name of a variable or an error: four of its characters in a row. */
function isShouting(bytes: Uint8Array, start: number, end: number): boolean {
  let run = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] ?? 0;
    const isPart = MARKS[byte] === UPPER || byte === 0x5f || (byte >= 0x30 && byte <= 0x39);
    run = isPart && (run > 0 || MARKS[byte] === UPPER) ? run + 1 : 0;
    if (run === 4) return true;
  }
  return false;
}
