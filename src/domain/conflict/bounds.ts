/**
 * How much of a merge is worked out place by place. A file beyond these bounds is decided as a whole, and an effort that has too many such
 * files is not merged: whatever a branch brings, a question comes soon and a checkpoint stays small.
 */
import { counted, sizeWords } from '../shared/text.ts';
import type { Conflict, Sides } from './conflict.ts';
import type { HunkDraft } from './options/option-draft.ts';

/** Nobody decides more places of one file one by one. */
const MOST_PLACES = 200;
/** Of all sides at all places of one file. To work them out takes about a second. */
const MOST_COLLIDING_CHARS = 500_000;
/** Each way out of each place is a text of its own, as long as the file. */
const MOST_WRITTEN_CHARS = 10_000_000;
const MOST_FILES = 500;
/** Bytes of all conflicts of a session as JSON. YAML takes less than twice as many, and a checkpoint holds 8 MB. */
const MOST_STORED = 3_500_000;
/** What comes after these is decided as a whole, which takes little. */
const MOST_BY_PLACES = 2_500_000;
/** Object names of an option, its file mode, and their keys. */
const NAMES_OF_OPTION = 250;

/** Says why the places of a file of so many characters are not decided one by one; null: they are. */
export function tooManyPlaces(places: readonly Sides<string>[], chars: number): string | null {
  const colliding = places.reduce(
    (sum, { base, current, incoming }) => sum + base.length + current.length + incoming.length,
    0,
  );
  const few = places.length <= MOST_PLACES && places.length * chars <= MOST_WRITTEN_CHARS;
  if (few && colliding <= MOST_COLLIDING_CHARS) return null;
  const size = colliding > MOST_COLLIDING_CHARS ? `${sizeWords(colliding)} collide at ` : '';
  return `${size}${counted(places.length, 'place')} in one file: decided as a whole`;
}

/** Returns how many bytes are left for conflicts that are worked out place by place, beside those of a session. */
export function roomByPlaces(others: readonly Conflict[]): number {
  return MOST_BY_PLACES - bytesOf(others);
}

/** Returns about how many bytes a draft takes once it is stored. */
export function draftSize(hunks: readonly HunkDraft[]): number {
  const stored = hunks.map(({ texts: _, options, ...rest }) => ({
    ...rest,
    options: options.map(({ content: __, ...option }) => option),
  }));
  const options = hunks.reduce((sum, hunk) => sum + 1 + hunk.options.length, 0);
  return bytesOf(stored) + options * NAMES_OF_OPTION;
}

/** Says why an effort's conflicts cannot be decided here, beside the others of the session; null: they can. */
export function conflictsRefusal(own: readonly Conflict[], others: readonly Conflict[]): string | null {
  if (own.length > MOST_FILES)
    return `it conflicts in ${own.length} files, more than the ${MOST_FILES} that can be decided: split it, or merge it by hand`;
  return bytesOf([...others, ...own]) > MOST_STORED
    ? `with ${counted(own.length, 'conflict')} of its own, this session has more of them than can be saved: merge it in another one`
    : null;
}

function bytesOf(value: unknown): number {
  return new TextEncoder().encode(JSON.stringify(value)).byteLength;
}
