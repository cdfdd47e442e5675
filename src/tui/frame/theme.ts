/** How things look: a glyph and a word for every state, four-bit colours, and what remains where a terminal has neither. */
import { type Color, type Line, line, type Span, span } from './line.ts';
import { cut, displayWidth, graphemesOf } from './width.ts';

export interface Theme {
  /** Only ASCII may be drawn: the locale is not UTF-8, or somebody asked for it. */
  readonly ascii: boolean;
  readonly color: boolean;
  /** Whether anything may move by itself. */
  readonly motion: boolean;
  /** Somebody listens instead of looking: one thing after the other, nothing that is only drawn. */
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

/** Gives the glyph and the word of a state; colour only repeats what they say. */
export function marked(mark: Mark, word: string): Line {
  const { glyph, color } = MARKS[mark];
  return line(span(word === '' ? glyph : `${glyph} ${word}`, color === null ? {} : { color }));
}

/** Gives the same with its glyph as the one moving thing of the screen. */
export function moving(word: string): Line {
  const style = { color: 'cyan' } as const;
  return [{ text: MARKS.running.glyph, style, moving: true }, span(` ${word}`, style)];
}

/** Gives a horizontal line across a width, with a title in it if there is one. */
export function rule(width: number, title = ''): Line {
  const text = title === '' ? '' : `── ${cut(title, Math.max(0, width - 4))} `;
  return line(span(text + '─'.repeat(Math.max(0, width - displayWidth(text))), { dim: true }));
}

/** The line between two columns. */
export const DIVIDER: Line = [{ text: ' │ ', style: { dim: true } }];

/** Gives a bar that is filled in proportion. */
export function bar(share: number, width: number): Line {
  const full = Math.round(Math.max(0, Math.min(1, share)) * width);
  return line(span('█'.repeat(full), { color: 'green' }), span('░'.repeat(width - full), { dim: true }));
}

/** Gives a line as the theme allows it: without colours, without anything but ASCII, of the same width. */
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
  '░': '.',
  '→': '>',
  '’': "'",
};

/** Gives a text of the same width that is nothing but ASCII. */
export function asciiOf(text: string): string {
  if (/^[\x20-\x7e]*$/.test(text)) return text;
  return graphemesOf(text)
    .map((char) => (/^[\x20-\x7e]$/.test(char) ? char : (ASCII[char] ?? '?'.repeat(displayWidth(char)))))
    .join('');
}
