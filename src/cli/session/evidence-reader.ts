/** Reads the evidence that screens and reports show of open conflicts: each blob once, sanitized for display. */
import type { Sides } from '../../domain/conflict/conflict.ts';
import {
  type Around,
  evidenceBlobs,
  evidencePlaces,
  type HunkPlace,
  linesAround,
} from '../../domain/integration/selectors/evidence.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import { bounded, sanitize } from '../../domain/shared/text.ts';
import type { EnginePorts } from '../../engine/integration/ports.ts';
import type { Snapshot } from '../../tui/integration-client.ts';

/** What a snapshot shows of the open conflicts: the texts of their sides and options, and the lines around them. */
export type EvidenceTexts = Pick<Snapshot, 'texts' | 'around'>;

/** The evidence before anything has been read. */
export const NO_EVIDENCE: EvidenceTexts = { texts: {}, around: {} };

const MAX_TEXT_LINES = 600;
const MAX_TEXT_CHARS = 60_000;
/** Context is code to read, not minified files, so longer lines are cut. */
const MAX_AROUND_CHARS = 500;

/** Creates a reader of the evidence that belongs to a state. */
export function evidenceReader(
  objects: Pick<EnginePorts['objects'], 'readBlobs'>,
): (state: IntegrationState) => Promise<EvidenceTexts> {
  const texts = new Map<string, string>();
  const around = new Map<string, Sides<Around | null>>();
  return async (state) => {
    const wanted = evidenceBlobs(state);
    const missing = wanted.filter((blob) => !texts.has(blob));
    if (missing.length > 0) {
      for (const [blob, bytes] of await objects.readBlobs(missing))
        texts.set(blob, bounded(readable(bytes), MAX_TEXT_LINES, MAX_TEXT_CHARS));
    }
    const places = evidencePlaces(state).map((place) => ({ place, about: aboutOf(place) }));
    const unread = places.filter(({ about }) => !around.has(about)).map(({ place }) => place);
    if (unread.length > 0) {
      const files = await objects.readBlobs([...new Set(unread.flatMap(filesOf))]);
      for (const place of unread) around.set(aboutOf(place), surroundings(place, files));
    }
    return {
      texts: Object.fromEntries(wanted.map((blob) => [blob, texts.get(blob) ?? ''])),
      around: Object.fromEntries(
        places.flatMap(({ place, about }) => {
          const read = around.get(about);
          return read === undefined ? [] : [[place.key, read]];
        }),
      ),
    };
  };
}

/** Identifies a place by its key and its blobs: a conflict that occurs again has the same key but other files. */
function aboutOf({ key, files }: HunkPlace): string {
  return `${key} ${files.base} ${files.current} ${files.incoming}`;
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
