/** The text that an option would write, each line with the side that it comes from. */
import type { Conflict, Hunk, Option } from '../../domain/conflict/conflict.ts';
import { placeKey } from '../../domain/integration/selectors/evidence.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { type Color, type Line, line, span } from '../frame/line.ts';
import { folded } from '../frame/width.ts';
import type { Snapshot } from '../integration-client.ts';

/** `C` only in current, `I` only in incoming, `B` only in base, `*` in none (new), blank in both sides. */
export type Origin = 'C' | 'I' | 'B' | '*' | ' ';

const COLORS: Readonly<Partial<Record<Origin, Color>>> = {
  C: 'cyan',
  I: 'magenta',
  B: 'gray',
  '*': 'yellow',
};

/** Returns the lines of a blob that the question shows; null when its text is not available. */
export function textLines(snapshot: Snapshot, blob: Sha | null): readonly string[] | null {
  const text = blob === null ? undefined : snapshot.texts[blob];
  if (text === undefined) return null;
  if (text === '') return [];
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
}

/** Finds the side that each line of a result comes from. */
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

/** Counts the lines that an option writes, for the confirmation that mentions them. */
export function writtenLines(snapshot: Snapshot, option: Option): number {
  return textLines(snapshot, option.blob)?.length ?? 0;
}

interface Shown {
  readonly origin: Origin;
  readonly text: string;
  /** An unchanged line, shown only for context. */
  readonly around: boolean;
}

/** Returns the rows of an option's preview: line number, side, text. Unchanged lines surround it as far as the height allows. */
export function previewLines(
  snapshot: Snapshot,
  { conflict, hunk }: { readonly conflict: Conflict; readonly hunk: Hunk },
  option: Option,
  room: { readonly width: number; readonly height: number },
): readonly Line[] {
  if (option.mode === null) return [line(span('   the file is deleted', { color: 'yellow' }))];
  const result = textLines(snapshot, option.blob);
  if (result === null) return [line(span('   no text to show: this is not about lines', { dim: true }))];
  const side = (blob: Sha | null) => textLines(snapshot, blob) ?? [];
  const origins = originsOf(result, {
    base: side(hunk.texts.base),
    current: side(hunk.texts.current),
    incoming: side(hunk.texts.incoming),
  });
  const spare = Math.max(1, Math.floor((room.height - Math.max(1, result.length)) / 2));
  const around = snapshot.around[placeKey(conflict, hunk)]?.current ?? { before: [], after: [] };
  const before = around.before.slice(-spare).map(unchanged);
  const written = result.map(
    (text, index): Shown => ({ origin: origins[index] ?? ' ', text, around: false }),
  );
  const after = around.after.slice(0, spare).map(unchanged);
  const first = (hunk.lines?.current.start ?? 1) - before.length;
  const digits = `${first + before.length + written.length + after.length}`.length;
  const numbered = [...before, ...written, ...after].map((shown, index) =>
    previewRows(shown, `${first + index}`.padStart(digits), room.width),
  );
  if (written.length === 0)
    numbered.splice(before.length, 0, [line(span('   (nothing: these lines go)', { dim: true }))]);
  return numbered.flat();
}

function unchanged(text: string): Shown {
  return { origin: ' ', text, around: true };
}

function previewRows({ origin, text, around }: Shown, number: string, width: number): readonly Line[] {
  const color = COLORS[origin];
  const style = { ...(color === undefined ? {} : { color }), ...(around ? { dim: true } : {}) };
  const margin = number.length + 4;
  return folded(text, Math.max(8, width - margin)).map((piece, index) =>
    index === 0
      ? line(span(` ${number} `, { dim: true }), span(`${origin} ${piece}`, style))
      : line(' '.repeat(margin), span(piece, style)),
  );
}
