/**
 * Separates merges that are certainly clean from those that git has to try, by what each side changed since their only merge base.
 * It errs in one direction only: what it calls clean is clean in git's own merge. The reasons:
 *
 * - Git merges a file edited on both sides from the same two line diffs as here (histogram, no indent heuristic). One line of context
 *   keeps git from trimming common ends first. The file conflicts only where two changes meet without a line between them.
 * - A rename needs a path that one side removes. If the other side touched that path, or added files that could move along with its
 *   folder, git decides. It also decides about files new on both sides, folders in place of files, and changes of type or
 *   mode. The same goes for binary files, and for every path with an attribute that affects its merge.
 */
import type { Sha } from '../../../domain/shared/ids.ts';
import type { CallOptions, Git } from '../process/run.ts';
import { pathsWithRules } from './attributed-paths.ts';
import { type Changes, readChanges } from './hunks-changed.ts';
import type { ChangedFile } from './patch-lines.ts';

export interface PartedPair {
  readonly onto: Sha;
  readonly incoming: Sha;
  /** The only merge base of the two, if known. */
  readonly merge_base?: Sha | null;
  /** A commit whose changes `onto` has as other commits, if any. */
  readonly squashed?: Sha | null;
}

/** Finds the pairs that are certain to merge without any conflict. */
export async function surelyClean<Pair extends PartedPair>(
  git: Git,
  pairs: readonly Pair[],
  call: CallOptions,
): Promise<ReadonlySet<Pair>> {
  const parted = pairs.filter(({ merge_base }) => (merge_base ?? null) !== null);
  if (parted.length < FEWEST) return new Set();
  const sides = parted.flatMap(({ onto, incoming, merge_base }) =>
    [onto, incoming].map((commit) => ({ commit, base: merge_base as Sha })),
  );
  const changes = await readChanges(git, sides, call);
  const ruled = await pathsWithRules(git, sharedPaths([...changes.values()]), call);
  const changesOf = (base: Sha | null | undefined, commit: Sha) => changes.get(`${base} ${commit}`);
  return new Set(
    parted.filter(({ onto, incoming, merge_base }) => {
      const [a, b] = [changesOf(merge_base, onto), changesOf(merge_base, incoming)];
      return a !== undefined && b !== undefined && areApart(a, b, ruled);
    }),
  );
}

/** For fewer pairs, the merges themselves take less time than this check. */
const FEWEST = 10;

function areApart(a: Changes, b: Changes, ruled: ReadonlySet<string>): boolean {
  if (a.takes_away && b.added.size > 0) return false;
  if (b.takes_away && a.added.size > 0) return false;
  if (isInPlaceOf(a, b) || isInPlaceOf(b, a)) return false;
  const [few, many] = a.files.size < b.files.size ? [a, b] : [b, a];
  for (const [path, file] of few.files) {
    const other = many.files.get(path);
    if (other !== undefined && (ruled.has(path) || meet(file, other))) return false;
  }
  return true;
}

/** Checks whether one side adds a file where the other makes a folder. */
function isInPlaceOf(a: Changes, b: Changes): boolean {
  for (const path of a.added) if (b.folders.has(path)) return true;
  return false;
}

/** Checks whether ranges of two sorted lists meet. Like git, counts ranges that touch without a line between them. */
function meet(a: ChangedFile, b: ChangedFile): boolean {
  if (a.ranges === null || b.ranges === null) return true;
  let [in_a, in_b] = [0, 0];
  for (;;) {
    const [one, two] = [a.ranges[in_a], b.ranges[in_b]];
    if (one === undefined || two === undefined) return false;
    if (one.end < two.start) in_a += 1;
    else if (two.end < one.start) in_b += 1;
    else return true;
  }
}

function sharedPaths(all: readonly Changes[]): readonly string[] {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { files } of all) {
    for (const path of files.keys()) {
      if (seen.has(path)) shared.add(path);
      seen.add(path);
    }
  }
  return [...shared];
}
