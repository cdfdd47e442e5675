/** Measures text as a terminal shows it: by display width and whole graphemes, never by string length. */
import stringWidth from 'string-width';
import { sanitizeLine } from '../../domain/shared/text.ts';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const PRINTABLE_ASCII = /^[\x20-\x7e]*$/;

// Terminals disagree by two columns about an emoji with a skin tone.
const SKIN_TONES = /[\u{1f3fb}-\u{1f3ff}]/gu;

/** Cleans text so that it may be shown in one row. Everything is cleaned before it is measured, cut or shown. */
export function clean(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : sanitizeLine(text).replace(SKIN_TONES, '');
}

/** Counts the columns that a text takes. */
export function displayWidth(text: string): number {
  // Most of a screen is ASCII, and measuring is the largest cost of a frame.
  return PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);
}

/** Cuts a text at its end to a width, with `…` for the part that is cut. */
export function cut(foreign: string, width: number): string {
  const text = clean(foreign);
  if (displayWidth(text) <= width) return text;
  return width < 1 ? '' : `${take(text, width - 1)}…`;
}

/** Cuts a text in the middle to a width: names differ at the end as often as at the beginning. */
export function cutMiddle(foreign: string, width: number): string {
  const text = clean(foreign);
  if (displayWidth(text) <= width) return text;
  if (width < 3) return cut(text, width);
  const tail = Math.floor((width - 1) / 2);
  const end = graphemesOf(text).reverse();
  return `${take(text, width - 1 - tail)}…${takeFrom(end, tail).reverse().join('')}`;
}

/** Cuts or fills a text to exactly a width, with spaces on the right. */
export function padRight(text: string, width: number): string {
  const short = cut(text, width);
  return short + ' '.repeat(Math.max(0, width - displayWidth(short)));
}

/** Cuts or fills a text to exactly a width, with spaces on the left. */
export function padLeft(text: string, width: number): string {
  const short = cut(text, width);
  return ' '.repeat(Math.max(0, width - displayWidth(short))) + short;
}

/** Takes as much of the beginning of a text as fits into a width. */
export function take(text: string, width: number): string {
  if (PRINTABLE_ASCII.test(text)) return text.slice(0, Math.max(0, width));
  return takeFrom(graphemesOf(text), width).join('');
}

/** Rows that a line may take. Anything longer was not written to be read. */
const MOST_FOLDS = 8;

/** Splits a text into pieces that each fit into a width. It breaks anywhere, because code keeps its spaces. */
export function folded(foreign: string, width: number): readonly string[] {
  let rest = clean(foreign);
  const pieces: string[] = [];
  while (displayWidth(rest) > width && pieces.length < MOST_FOLDS - 1) {
    const piece = take(rest, width);
    if (piece === '') break;
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, cut(rest, width)];
}

/** Splits a text into what people see as single characters. */
export function graphemesOf(text: string): string[] {
  return Array.from(graphemes.segment(text), (each) => each.segment);
}

function takeFrom(parts: readonly string[], width: number): string[] {
  const taken: string[] = [];
  let used = 0;
  for (const part of parts) {
    const columns = stringWidth(part);
    if (used + columns > width) break;
    taken.push(part);
    used += columns;
  }
  return taken;
}
