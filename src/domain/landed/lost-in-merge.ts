import type { Sides } from '../conflict/conflict.ts';
import { lossOf, unexplainedLosses } from '../conflict/loss.ts';
import type { Instant, Sha } from '../shared/ids.ts';
import { isMissedByNobody } from './counted-lines.ts';

/** What commits change of regular files, by path; null: there is none. */
export type ChangedBlobs = ReadonlyMap<string, { readonly before: Sha | null; readonly after: Sha | null }>;

/** A file of a merge, whose result is not what one would expect of its sides alone. */
export interface DoubtfulFile<Content> extends Sides<Content> {
  readonly path: string;
  readonly result: Content;
}

/** Lines of one side that a merge commit lacks. */
export interface LostInMerge {
  readonly commit: Sha;
  readonly subject: string;
  readonly at: Instant;
  readonly path: string;
  /** `current`: the first parent's, what had landed before; `incoming`: what was merged. */
  readonly side: 'current' | 'incoming';
  readonly lines: number;
  readonly examples: readonly string[];
}

/** More files of one merge than these are not compared, nor longer ones. */
const MOST_FILES = 500;
const LONGEST = 500_000;
/** Of two versions of a line, one has to go: fewer lines are a loss only if they are all that a side wrote. */
const LEAST_LINES = 4;

/** Returns the files of a merge that differ from a side which changed them, by what each side and the result changed since the merge base. */
export function doubtfulFiles(
  current: ChangedBlobs,
  incoming: ChangedBlobs,
  result: ChangedBlobs,
): readonly DoubtfulFile<Sha | null>[] {
  const paths = [...new Set([...current.keys(), ...incoming.keys()])].filter(
    (path) => !isMissedByNobody(path),
  );
  return paths
    .map((path) => {
      const known = current.get(path) ?? incoming.get(path);
      const base = known?.before ?? null;
      const at = (blobs: ChangedBlobs) => (blobs.has(path) ? (blobs.get(path)?.after ?? null) : base);
      return { path, base, current: at(current), incoming: at(incoming), result: at(result) };
    })
    .filter(({ base, result: kept, ...sides }) =>
      [sides.current, sides.incoming].some((side) => side !== null && side !== base && side !== kept),
    )
    .slice(0, MOST_FILES);
}

/** Says what each side lost. `added` are texts that the merge has at other paths: a file may have been moved. */
export function lostInMerge(
  { commit, subject, at }: Pick<LostInMerge, 'commit' | 'subject' | 'at'>,
  files: readonly DoubtfulFile<string | null>[],
  added: readonly string[],
): readonly LostInMerge[] {
  const readable = files.filter((file) =>
    [file.base, file.current, file.incoming, file.result].every(
      (text) => text === null || (text.length <= LONGEST && !text.includes('\0')),
    ),
  );
  const everywhere = [...added, ...readable.flatMap(({ result }) => result ?? [])].join('\n');
  return readable.flatMap((file): readonly LostInMerge[] =>
    unexplainedLosses({ ...file, explained: { current: false, incoming: false } }).flatMap(({ side }) => {
      const other = side === 'current' ? file.incoming : file.current;
      const { lines, examples } = lossOf(file[side], file.base, everywhere, other);
      const is_all = lines > 1 && lines === lossOf(file[side], file.base, null, other).lines;
      if (lines < LEAST_LINES && !is_all) return [];
      return [{ commit, subject, at, path: file.path, side, lines, examples }];
    }),
  );
}
