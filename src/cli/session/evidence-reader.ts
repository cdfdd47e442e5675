/** Reads the evidence that screens and reports show of open conflicts: each blob once, sanitized for display. */
import type { Conflict, Sides } from '../../domain/conflict/conflict.ts';
import { isBinary } from '../../domain/conflict/facts/lines.ts';
import { parseDiff3 } from '../../domain/conflict/hunks.ts';
import { type MergedRun, mergedRuns } from '../../domain/conflict/result-around.ts';
import {
  type Around,
  evidenceBlobs,
  evidencePlaces,
  fileBlobs,
  type HunkPlace,
  linesAround,
  openConflicts,
} from '../../domain/integration/selectors/evidence.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { bounded, sanitize } from '../../domain/shared/text.ts';
import { diff3Text, sideTexts } from '../../engine/integration/merging/conflict-texts.ts';
import type { EnginePorts } from '../../engine/integration/ports.ts';
import type { Snapshot } from '../../tui/integration-client.ts';

/** What a snapshot shows of the open conflicts: the texts of their sides and options, and what stands around them. */
export type EvidenceTexts = Pick<Snapshot, 'texts' | 'sizes' | 'merged' | 'around'>;

type Ports = Pick<EnginePorts, 'objects'>;

/** The evidence before anything has been read. */
export const NO_EVIDENCE: EvidenceTexts = { texts: {}, sizes: {}, merged: {}, around: {} };

const MAX_TEXT_LINES = 600;
const MAX_TEXT_CHARS = 60_000;
/** Context is code to read, not minified files, so longer lines are cut. */
const MAX_AROUND_CHARS = 500;

/** Creates a reader of the evidence that belongs to a state. */
export function evidenceReader(ports: Ports): (state: IntegrationState) => Promise<EvidenceTexts> {
  const { objects } = ports;
  const texts = new Map<string, string>();
  const sizes = new Map<string, number>();
  const merged = new Map<string, readonly MergedRun[]>();
  const around = new Map<string, Sides<Around | null>>();
  return async (state) => {
    const wanted = [...new Set([...evidenceBlobs(state), ...fileBlobs(state)])];
    const missing = wanted.filter((blob) => !texts.has(blob) && !sizes.has(blob));
    if (missing.length > 0) {
      for (const [blob, bytes] of await objects.readBlobs(missing)) {
        if (isBinary(bytes)) sizes.set(blob, bytes.length);
        else texts.set(blob, bounded(readable(bytes), MAX_TEXT_LINES, MAX_TEXT_CHARS));
      }
    }
    // Before a conflict is inspected, nobody knows whether it is decided place by place.
    const conflicts = openConflicts(state).filter(({ hunks }) => hunks.length > 0);
    for (const conflict of conflicts)
      if (!merged.has(mergeOf(conflict))) merged.set(mergeOf(conflict), await mergedAround(ports, conflict));
    const places = evidencePlaces(state).map((place) => ({ place, about: aboutOf(place) }));
    const unread = places.filter(({ about }) => !around.has(about)).map(({ place }) => place);
    if (unread.length > 0) {
      const files = await objects.readBlobs([...new Set(unread.flatMap(filesOf))]);
      for (const place of unread) around.set(aboutOf(place), surroundings(place, files));
    }
    return {
      texts: Object.fromEntries(wanted.flatMap((blob) => entryOf(blob, texts.get(blob)))),
      sizes: Object.fromEntries(wanted.flatMap((blob) => entryOf(blob, sizes.get(blob)))),
      merged: Object.fromEntries(
        conflicts.flatMap((conflict) => entryOf(conflict.id, merged.get(mergeOf(conflict)))),
      ),
      around: Object.fromEntries(places.flatMap(({ place, about }) => entryOf(place.key, around.get(about)))),
    };
  };
}

/** Identifies a place by its key and its blobs: a conflict that occurs again has the same key but other files. */
function aboutOf({ key, files }: HunkPlace): string {
  return `${key} ${files.base} ${files.current} ${files.incoming}`;
}

function mergeOf({ id, sides: { base, current, incoming } }: Conflict): string {
  return `${id} ${base?.blob} ${current?.blob} ${incoming?.blob}`;
}

function entryOf<T>(key: string, value: T | undefined): readonly (readonly [string, T])[] {
  return value === undefined ? [] : [[key, value]];
}

/** Merges the sides again, as inspecting and resolving do; nothing where the file is resolved as a whole. */
async function mergedAround(ports: Ports, { path, sides, hunks }: Conflict): Promise<readonly MergedRun[]> {
  if (hunks.some(({ lines }) => lines === null)) return [];
  const conflicted = { path, ...sides };
  const texts = await sideTexts(ports, conflicted);
  const names = { current: 'current', incoming: 'incoming' };
  const diff3 = await diff3Text(ports, conflicted, texts, names);
  if (diff3 === null) return [];
  const shown = (lines: readonly string[]) => lines.map((each) => readable(each).slice(0, MAX_AROUND_CHARS));
  const runs = mergedRuns(parseDiff3(diff3.text, diff3.marker_size, texts));
  return runs.map(({ count, first, last }) => ({ count, first: shown(first), last: shown(last) }));
}

function filesOf({ files }: HunkPlace): readonly Sha[] {
  return [files.base, files.current, files.incoming].filter((blob) => blob !== null);
}

function surroundings(
  { files, lines }: HunkPlace,
  contents: ReadonlyMap<string, string>,
): Sides<Around | null> {
  const side = (which: keyof Sides<unknown>): Around | null => {
    const blob = files[which];
    const bytes = blob === null ? undefined : contents.get(blob);
    if (bytes === undefined) return null;
    const { before, after } = linesAround(bytes, lines[which]);
    const shown = (each: string) => readable(each).slice(0, MAX_AROUND_CHARS);
    return { before: before.map(shown), after: after.map(shown) };
  };
  return { base: side('base'), current: side('current'), incoming: side('incoming') };
}

/** Decodes a blob for display. Blobs arrive as one character per byte. */
function readable(bytes: string): string {
  return sanitize(new TextDecoder().decode(Buffer.from(bytes, 'latin1')));
}
