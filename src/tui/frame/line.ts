/** A row of the screen as plain data: spans of styled text. Every span cleans its text, so nothing foreign gets through. */
import { clean, cut, displayWidth, take } from './width.ts';

export type Color = 'red' | 'green' | 'yellow' | 'cyan' | 'magenta' | 'gray';

export interface Style {
  readonly color?: Color;
  readonly bold?: boolean;
  readonly dim?: boolean;
}

export interface Span {
  readonly text: string;
  readonly style: Style;
  /** Drawn as the one animated element of the screen; `text` replaces it where nothing may move. */
  readonly moving?: boolean;
}

export type Line = readonly Span[];

const PLAIN: Style = {};

/** Creates a span of cleaned text. */
export function span(text: string, style: Style = PLAIN): Span {
  return { text: clean(text), style };
}

/** Joins parts into a line; strings become plain spans. */
export function line(...parts: readonly (string | Span | Line)[]): Line {
  return parts.flatMap((part) => {
    if (typeof part === 'string') return [span(part)];
    return 'text' in part ? [part] : [...part];
  });
}

/** Counts the columns that a line takes. */
export function lineWidth(spans: Line): number {
  return spans.reduce((sum, each) => sum + displayWidth(each.text), 0);
}

/** Returns a line's text without its styles. */
export function lineText(spans: Line): string {
  return spans.map((each) => each.text).join('');
}

/** Cuts a line to a width, with `…` for the part that is cut. */
export function cutLine(spans: Line, width: number): Line {
  if (lineWidth(spans) <= width) return spans;
  const kept: Span[] = [];
  let left = width - 1;
  for (const each of spans) {
    const columns = displayWidth(each.text);
    if (columns > left) {
      const text = width < 1 ? '' : `${take(each.text, left)}…`;
      return [...kept, { ...each, text }];
    }
    kept.push(each);
    left -= columns;
  }
  return kept;
}

/** Cuts or fills a line to exactly a width. */
export function fillLine(spans: Line, width: number): Line {
  const short = cutLine(spans, width);
  const missing = width - lineWidth(short);
  return missing > 0 ? [...short, span(' '.repeat(missing))] : short;
}

/** Puts one part at each end of a line, and cuts the left one so that the right one stays whole. */
export function spread(left: Line, right: Line, width: number): Line {
  const end = cutLine(right, width);
  const room = width - lineWidth(end);
  if (room < 2) return end;
  return [...fillLine(left, room - 1), span(' '), ...end];
}

/** Applies a style to every span of a line; a span's own style wins. */
export function styled(spans: Line, style: Style): Line {
  return spans.map((each) => ({ ...each, style: { ...style, ...each.style } }));
}

/**
 * Breaks a text at spaces into at most `most` lines of a width, each indented like the text. When something remains, the last line shows
 * that there is more.
 */
export function wrapped(text: string, width: number, most: number, style: Style = PLAIN): readonly Line[] {
  const cleaned = clean(text);
  const indent = ' '.repeat(cleaned.length - cleaned.trimStart().length);
  const lines: string[] = [];
  let current = '';
  for (const word of cleaned.trim().split(' ')) {
    const longer = current === '' ? `${indent}${word}` : `${current} ${word}`;
    if (displayWidth(longer) <= width || current === '') current = longer;
    else {
      lines.push(current);
      current = `${indent}${word}`;
    }
  }
  lines.push(current);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = `${shown[most - 1] ?? ''} ${lines.slice(most).join(' ').trim()}`;
  return shown.map((each) => line(span(cut(each, width), style)));
}
