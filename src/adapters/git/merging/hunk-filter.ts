/**
 * Separates merges that are certainly clean from those that git has to try, by what each side changed since they parted.
 * It errs in one direction only: what it calls clean is clean in git's own merge. The reasons:
 *
 * - Git merges a file edited on both sides from the same two line diffs as here (histogram, no indent heuristic). One line of context
 *   keeps git from trimming common ends first. The file conflicts only where two changes meet without a line between them.
 * - A rename needs a path that one side removes. If the other side touched that path, git decides. What that side adds moves along only with
 *   a folder of which nothing is left. Git also decides about files new on both sides, folders in place of files, and changes of type or
 *   mode. The same goes for binary files, and for every path with an attribute that affects its merge.
 */
import type { Sha } from '../../../domain/shared/ids.ts';
import type { ForecastPair } from '../../../ports/forecast-pair.ts';
import { readObjects } from '../objects/cat-file.ts';
import type { Git } from '../process/run.ts';
import { pathsWithRules } from './attributed-paths.ts';
import type { AttributedCall } from './attributes.ts';
import type { BlobRanges } from './blob-ranges.ts';
import type { Changes, ListChanges, ListedChange } from './listed-changes.ts';
import { meet } from './patch-lines.ts';

export interface PartedPair extends ForecastPair {
  /** Files, as bytes, in which one of them collides with what both are merged into: there the two need not be compared. */
  readonly settled?: ReadonlySet<string>;
}

/** Returns where each of a pair begins; null: it is not known, or each begins at several commits. */
export function partingOf({ parted = null, stacked_on = null }: PartedPair): readonly [Sha, Sha] | null {
  return stacked_on === null ? parted : [stacked_on, stacked_on];
}

/** What is known of changes, each read once. */
export interface ChangeReader {
  readonly list: ListChanges;
  readonly ranges: BlobRanges;
}

/** A pair with what both sides changed. */
type Known<Pair> = readonly [pair: Pair, a: Changes, b: Changes];

/** For fewer pairs, the merges themselves take less time than this check. */
export const FEWEST = 10;

/** Finds the pairs that are certain to merge without any conflict. */
export async function surelyClean<Pair extends PartedPair>(
  git: Git,
  pairs: readonly Pair[],
  { list, ranges }: ChangeReader,
  call: AttributedCall,
): Promise<ReadonlySet<Pair>> {
  const known_parting = pairs.filter((pair) => partingOf(pair) !== null);
  if (known_parting.length < FEWEST) return new Set();
  const sides = known_parting.flatMap((pair) =>
    [pair.onto, pair.incoming].map((commit, index) => ({ commit, base: partingOf(pair)?.[index] as Sha })),
  );
  const changes = await list(sides);
  const known = known_parting.flatMap((pair, index): readonly Known<Pair>[] => {
    const [a, b] = [changes[2 * index] ?? null, changes[2 * index + 1] ?? null];
    return a === null || b === null || isInPlaceOf(a, b) || isInPlaceOf(b, a) ? [] : [[pair, a, b]];
  });
  const plain = known.filter(([, a, b]) =>
    sharedFiles(a, b).every(([, one, other]) => one.plain && other.plain && before(one) === before(other)),
  );
  const gone = await vanishedFolders(git, plain);
  const apart = plain.filter(([, a, b]) => !moves(a, b, gone) && !moves(b, a, gone));
  const shared = apart.map(([{ settled }, a, b]) =>
    sharedFiles(a, b).filter(([path]) => settled?.has(path) !== true),
  );
  const paths = [...new Set(shared.flatMap((files) => files.map(([path]) => path)))];
  const [ruled, lines] = await Promise.all([
    call.has_rules ? pathsWithRules(git, paths, call) : new Set<string>(),
    ranges(shared.flatMap((files) => files.flatMap(([, one, other]) => [one.blobs, other.blobs]))),
  ]);
  const clean = apart.filter((_, index) =>
    shared[index]?.every(
      ([path, one, other]) => !ruled.has(path) && !meet(lines.get(one.blobs), lines.get(other.blobs)),
    ),
  );
  return new Set(clean.map(([pair]) => pair));
}

/** Lines of two changes can only be compared where both begin with the same text. */
function before({ blobs }: ListedChange): string {
  return blobs.split(' ')[0] ?? '';
}

function sharedFiles(a: Changes, b: Changes) {
  const [few, many] = a.files.size < b.files.size ? [a.files, b.files] : [b.files, a.files];
  return [...few].flatMap(([path, file]) => {
    const other = many.get(path);
    return other === undefined ? [] : [[path, file, other] as const];
  });
}

/** Checks whether one side adds a file where the other makes a folder. */
function isInPlaceOf(a: Changes, b: Changes): boolean {
  return a.added.some((path) => b.grown.has(path));
}

/** Lists the folders that a side may have moved away while the other adds to them. */
function doubtful(from: Changes, into: Changes): readonly string[] {
  return [...from.shrunk]
    .filter((folder) => into.grown.has(folder))
    .map((folder) => `${from.commit}:${folder}`);
}

function moves(from: Changes, into: Changes, gone: ReadonlySet<string>): boolean {
  return doubtful(from, into).some((folder) => gone.has(folder));
}

/** Finds out which folders are left: as long as one is, git takes none of its renames for that of the folder. @see git source, merge-ort.c, `dirs_removed` */
async function vanishedFolders<Pair>(git: Git, pairs: readonly Known<Pair>[]): Promise<ReadonlySet<string>> {
  const asked = [...new Set(pairs.flatMap(([, a, b]) => [...doubtful(a, b), ...doubtful(b, a)]))];
  const found = await readObjects(git, asked);
  return new Set(asked.filter((_, index) => found[index]?.type !== 'tree'));
}
