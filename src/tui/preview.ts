/** The text that an option would write, each line with the side it comes from. */
import type { Hunk, Option } from '../domain/conflict/conflict.ts';
import type { Sha } from '../domain/shared/ids.ts';
import type { Snapshot } from '../wire/protocol.ts';
import { type Color, type Line, line, span } from './line.ts';

/** `C` only current has it, `I` only incoming, `B` only the base, `*` none (it is new), blank: both sides. */
export type Origin = 'C' | 'I' | 'B' | '*' | ' ';

const COLORS: Readonly<Partial<Record<Origin, Color>>> = {
  C: 'cyan',
  I: 'magenta',
  B: 'gray',
  '*': 'yellow',
};

/** Gives the lines of a blob that the question shows; null when it is not there. */
export function textLines(snapshot: Snapshot, blob: Sha | null): readonly string[] | null {
  const text = blob === null ? undefined : snapshot.texts[blob];
  if (text === undefined) return null;
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** Gives the side that each line of a result comes from. */
export function originsOf(
  result: readonly string[],
  sides: {
    readonly base: readonly string[];
    readonly current: readonly string[];
    readonly incoming: readonly string[];
  },
): readonly Origin[] {
  const base = new Set(sides.base);
  const current = new Set(sides.current);
  const incoming = new Set(sides.incoming);
  return result.map((text) => {
    if (current.has(text)) return incoming.has(text) ? ' ' : 'C';
    if (incoming.has(text)) return 'I';
    return base.has(text) ? 'B' : '*';
  });
}

/** Gives the rows of the preview of an option: line number, side, text. */
export function previewLines(snapshot: Snapshot, hunk: Hunk, option: Option): readonly Line[] {
  if (option.mode === null) return [line(span('   the file is deleted', { color: 'yellow' }))];
  const result = textLines(snapshot, option.blob);
  if (result === null) return [line(span('   no text to show: this is not about lines', { dim: true }))];
  if (result.length === 0) return [line(span('   (nothing: these lines go)', { dim: true }))];
  const side = (blob: Sha | null) => textLines(snapshot, blob) ?? [];
  const origins = originsOf(result, {
    base: side(hunk.texts.base),
    current: side(hunk.texts.current),
    incoming: side(hunk.texts.incoming),
  });
  const first = hunk.lines?.current.start ?? 1;
  const digits = `${first + result.length}`.length;
  return result.map((text, index) => {
    const origin = origins[index] ?? ' ';
    const color = COLORS[origin];
    const style = color === undefined ? {} : { color };
    const number = span(` ${`${first + index}`.padStart(digits)} `, { dim: true });
    return line(number, span(`${origin} ${text}`, style));
  });
}
