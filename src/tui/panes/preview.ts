/** The text that an option would write, each line with the side that it comes from. */
import type { Conflict, Hunk, Option, Sides } from '../../domain/conflict/conflict.ts';
import { type ResultLine, resultAround } from '../../domain/conflict/result-around.ts';
import { type Sha, shortSha } from '../../domain/shared/ids.ts';
import { counted, sizeWords } from '../../domain/shared/text.ts';
import { type Color, type Line, line, type Style, span } from '../frame/line.ts';
import { folded } from '../frame/width.ts';
import type { Snapshot } from '../integration-client.ts';

/** `C` only in current, `I` only in incoming, `B` only in base, `*` in none (new), `?` of an open hunk, blank in both sides. */
export type Origin = 'C' | 'I' | 'B' | '*' | '?' | ' ';

const COLORS: Readonly<Partial<Record<Origin, Color>>> = {
  C: 'cyan',
  I: 'magenta',
  B: 'gray',
  '*': 'yellow',
  '?': 'yellow',
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

/** Returns the text of each side: of the hunk, or of the whole file where that is what collides. */
export function sideBlobs({ sides }: Conflict, { lines, texts }: Hunk): Sides<Sha | null> {
  const blobOf = (side: keyof Sides<unknown>) =>
    texts[side] ?? (lines === null ? (sides[side]?.blob ?? null) : null);
  return { base: blobOf('base'), current: blobOf('current'), incoming: blobOf('incoming') };
}

/** Says what an option writes: `3 lines`, or the kind and the size of what is no text. */
export function writtenWords(snapshot: Snapshot, { blob, mode }: Option): string {
  const lines = textLines(snapshot, blob);
  return lines === null ? fileWords(snapshot, blob, mode) : counted(lines.length, 'line');
}

/** Says what stands where there are no lines to show: `a binary file of 34 KB`. */
export function fileWords({ sizes }: Snapshot, blob: Sha | null, mode: string | null): string {
  if (mode === '160000') return `commit ${blob === null ? '' : shortSha(blob)} of the submodule`;
  const size = blob === null ? undefined : sizes[blob];
  return size === undefined ? 'a file that is not shown' : `a binary file of ${sizeWords(size)}`;
}

interface Shown {
  readonly origin: Origin;
  readonly text: string;
  /** A line that the option does not write, shown only for context. */
  readonly around: boolean;
}

export interface Preview {
  readonly lines: readonly Line[];
  /** The signs in front of them. */
  readonly signs: ReadonlySet<Origin>;
}

/**
 * Returns the rows of an option's preview: line number, side, text. Around it stands the rest of the result as far as the height allows:
 * what git merged by itself, and the other hunks as they are decided, or as this choice decides them by its scope.
 */
export function preview(
  snapshot: Snapshot,
  { conflict, hunk }: { readonly conflict: Conflict; readonly hunk: Hunk },
  option: Option,
  room: { readonly width: number; readonly height: number },
): Preview {
  const only = (text: string, style: Style): Preview => ({
    lines: [line(span(`   ${text}`, style))],
    signs: new Set(),
  });
  if (option.mode === null) return only('the file is deleted', { color: 'yellow' });
  const result = textLines(snapshot, option.blob);
  if (result === null) return only(fileWords(snapshot, option.blob, option.mode), { dim: true });
  const blobs = sideBlobs(conflict, hunk);
  // Of a file that a side deleted, the lines that the other one left as they were are nobody's.
  const side = (blob: Sha | null) =>
    textLines(snapshot, hunk.lines === null ? (blob ?? blobs.base) : blob) ?? [];
  const origins = originsOf(result, {
    base: side(blobs.base),
    current: side(blobs.current),
    incoming: side(blobs.incoming),
  });
  const hunks = conflict.hunks.map((each) => decidedLines(snapshot, each, option));
  const runs = snapshot.merged[conflict.id] ?? [];
  const found = resultAround(runs, hunks, hunk.index);
  const spare = Math.max(1, Math.floor((room.height - Math.max(1, result.length)) / 2));
  const around = ({ text, open }: ResultLine): Shown => ({ origin: open ? '?' : ' ', text, around: true });
  const before = found.before.slice(-spare).map(around);
  const written = result.map(
    (text, index): Shown => ({ origin: origins[index] ?? ' ', text, around: false }),
  );
  const after = found.after.slice(0, spare).map(around);
  const shown = [...before, ...written, ...after];
  const first = (runs.length === 0 ? (hunk.lines?.current.start ?? 1) : found.line) - before.length;
  const digits = `${first + shown.length}`.length;
  const numbered = shown.map((each, index) =>
    previewRows(each, `${first + index}`.padStart(digits), room.width),
  );
  if (written.length === 0)
    numbered.splice(before.length, 0, [line(span('   (nothing: these lines go)', { dim: true }))]);
  return { lines: numbered.flat(), signs: new Set(shown.map(({ origin }) => origin)) };
}

/** Returns what another hunk is in the result. A wider scope decides it with the same option, where it has that. */
function decidedLines(snapshot: Snapshot, hunk: Hunk, { id }: Option): readonly ResultLine[] {
  const chosen = hunk.choice?.option ?? (snapshot.state.scope === 'hunk' ? undefined : id);
  const option = hunk.options.find((each) => each.id === chosen);
  const blob = option === undefined ? hunk.texts.current : option.blob;
  return (textLines(snapshot, blob) ?? []).map((text) => ({ text, open: option === undefined }));
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
