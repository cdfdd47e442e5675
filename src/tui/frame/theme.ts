/** The visual style: a glyph and a word for every state, four-bit colours, and fallbacks for terminals with neither. */
import { type Color, type Line, line, type Span, span } from './line.ts';
import { cut, displayWidth, graphemesOf } from './width.ts';

export interface Theme {
  /** Draws only ASCII, because the locale is not UTF-8 or somebody asked for it. */
  readonly ascii: boolean;
  readonly color: boolean;
  /** Whether anything may be animated. */
  readonly motion: boolean;
  /** For a screen reader: one thing after the other, without anything that is only drawn. */
  readonly linear: boolean;
}

export type Mark = 'good' | 'running' | 'decide' | 'waiting' | 'blocked' | 'red' | 'out' | 'warn';

const MARKS: Readonly<Record<Mark, { readonly glyph: string; readonly color: Color | null }>> = {
  good: { glyph: '✓', color: 'green' },
  running: { glyph: '»', color: 'cyan' },
  decide: { glyph: '!', color: 'yellow' },
  waiting: { glyph: '.', color: null },
  blocked: { glyph: '#', color: 'yellow' },
  red: { glyph: '✗', color: 'red' },
  out: { glyph: '-', color: 'gray' },
  warn: { glyph: '!', color: 'yellow' },
};

/** Returns the glyph and the word of a state. Colour only repeats what they say. */
export function marked(mark: Mark, word: string): Line {
  const { glyph, color } = MARKS[mark];
  return line(span(word === '' ? glyph : `${glyph} ${word}`, color === null ? {} : { color }));
}

/** Returns the same with its glyph as the one animated element of the screen. */
export function moving(word: string): Line {
  const style = { color: 'cyan' } as const;
  return [{ text: MARKS.running.glyph, style, moving: true }, span(` ${word}`, style)];
}

/** Draws a horizontal line across a width, with an optional title in it. */
export function rule(width: number, title = ''): Line {
  const text = title === '' ? '' : `── ${cut(title, Math.max(0, width - 4))} `;
  return line(span(text + '─'.repeat(Math.max(0, width - displayWidth(text))), { dim: true }));
}

/** The line between two columns. */
export const DIVIDER: Line = [{ text: ' │ ', style: { dim: true } }];

/** Draws a bar that is filled in proportion. */
export function bar(share: number, width: number): Line {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width);
  return line(span('█'.repeat(full), { color: 'green' }), span('░'.repeat(width - full), { dim: true }));
}

/** Adapts a line to the theme, without changing its width: removes colours, or everything but ASCII. */
export function dressed(spans: Line, theme: Theme): Line {
  if (!theme.ascii && theme.color && theme.motion) return spans;
  return spans.map((each) => dress(each, theme));
}

function dress(each: Span, theme: Theme): Span {
  const { color, ...colorless } = each.style;
  const style = theme.color || color === undefined ? each.style : colorless;
  const text = theme.ascii ? asciiOf(each.text) : each.text;
  return theme.motion && each.moving === true ? { text, style, moving: true } : { text, style };
}

const ASCII: Readonly<Record<string, string>> = {
  '✓': '+',
  '✗': 'x',
  '»': '*',
  '…': '~',
  '─': '-',
  '│': '|',
  '█': '#',
  '▒': 'x',
  '░': '.',
  '→': '>',
  '’': "'",
};

/** Replaces everything but ASCII in a text, without changing its width. */
export function asciiOf(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return graphemesOf(text)
    .map((char) => (/^[\x20-\x7e]$/.test(char) ? char : (ASCII[char] ?? '?'.repeat(displayWidth(char)))))
    .join('');
}
