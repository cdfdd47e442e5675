/**
 * This folder: finds what a change takes back of what landed before it.
 *
 * The lines of a change are compared with the inverse of each commit that landed: what that added goes, and what it removed comes back.
 */

import { type CountedFile, countedFiles } from './counted-lines.ts';
import { type Inverse, inverseOf } from './inverse.ts';
import { lazy } from './lazy.ts';
import type { CommitPatch, FilePatch } from './patch.ts';
import { testName } from './test-names.ts';

/** Less of a commit than one line in so many is no news. */
export const ONE_LINE_IN = 5;

/** A commit of fewer files is compared at once. */
const MANY_FILES = 50;

/** A commit of the target, and what of it a change takes back. */
export interface TakenBack extends Inverse {
  readonly landed: CountedCommit;
  readonly paths: readonly string[];
}

/** A commit of the target with its lines that count. */
export interface CountedCommit extends Omit<CommitPatch, 'files'> {
  readonly files: readonly CountedFile[];
  readonly of_lines: number;
  /** Checks whether more lines than these count, and counts no further. */
  readonly hasMoreLines: (than: number) => boolean;
}

/** Files that commits change, by each name that they had since; the newest commit first. */
export type LandedWork = ReadonlyMap<string, readonly Touch[]>;

interface Touch {
  readonly landed: CountedCommit;
  readonly file: CountedFile;
}

/** Counts the lines of a commit, as far as they are asked for. */
export function countedCommit({ files, ...commit }: CommitPatch): CountedCommit {
  const counted = countedFiles(files);
  return {
    ...commit,
    files: counted,
    get of_lines() {
      return counted.reduce((sum, file) => sum + linesOf(file), 0);
    },
    hasMoreLines: (than) => {
      let lines = 0;
      return counted.some((file) => {
        lines += linesOf(file);
        return lines > than;
      });
    },
  };
}

/** Returns the commits that touch a file of some changes, by any name that it had since. Expects them newest first. */
export function touching(
  commits: readonly CommitPatch[],
  changes: readonly FilePatch[],
): readonly CommitPatch[] {
  const paths = new Set(changes.flatMap(({ path, from }) => [path, from]));
  return commits.filter(({ files }) => {
    const touched = files.filter(({ path, from }) => paths.has(path) || paths.has(from));
    for (const { from } of touched) paths.add(from);
    return touched.length > 0;
  });
}

/** Prepares commits to be compared with any number of changes. Expects them newest first. */
export function landedWork(commits: readonly CountedCommit[]): LandedWork {
  const by_path = new Map<string, Touch[]>();
  const now = new Map<string, string>();
  for (const landed of commits) {
    for (const file of landed.files) {
      const name = now.get(file.path) ?? file.path;
      if (file.from !== file.path) now.set(file.from, name);
      for (const key of new Set([name, file.path, file.from])) {
        const touches = by_path.get(key);
        if (touches === undefined) by_path.set(key, [{ landed, file }]);
        else touches.push({ landed, file });
      }
    }
  }
  return by_path;
}

/** Finds the commits that a change takes back in part or whole. `known` tells which of them it stands on. */
export function takenBack(
  change: readonly FilePatch[],
  work: LandedWork,
  known: (commit: CountedCommit) => boolean = () => true,
): readonly TakenBack[] {
  const touchesOf = ({ path, from }: Pick<FilePatch, 'path' | 'from'>) =>
    [...new Set([from, path].flatMap((name) => work.get(name) ?? []))].filter(({ landed }) => known(landed));
  if (isLittle(change, touchesOf)) return [];
  const files = countedFiles(change);
  const declared = lazy(
    () => new Set(files.flatMap((file) => file.hunks.flatMap(({ tests }) => [...tests.added.values()]))),
  );
  const found = new Map<CountedCommit, TakenBack>();
  for (const file of files) {
    const touches = touchesOf(file);
    if (touches.length === 0 || file.hunks.length === 0) continue;
    const standing = since(
      file,
      touches.filter((touch) => touch.file.hunks.length > 0),
    );
    const inverses = inverseOf(
      file,
      standing.map((touch) => touch.file),
      declared,
    );
    for (const [index, part] of inverses.entries()) {
      const landed = standing[index]?.landed;
      if (landed === undefined || part.gone + part.back + part.tests.length === 0) continue;
      const before = found.get(landed);
      found.set(landed, {
        landed,
        gone: (before?.gone ?? 0) + part.gone,
        back: (before?.back ?? 0) + part.back,
        tests: [...(before?.tests ?? []), ...part.tests],
        paths: [...(before?.paths ?? []), file.from],
      });
    }
  }
  return [...found.values()];
}

/**
 * Checks whether the files that were touched before are too few lines to be news of any commit that touched them, and have no test and no earlier
 * version: what came in bulk is read no further.
 */
function isLittle(change: readonly FilePatch[], touchesOf: (file: FilePatch) => readonly Touch[]): boolean {
  const met = change
    .map((file) => ({ file, touches: touchesOf(file) }))
    .filter(({ touches }) => touches.length > 0);
  const hunks = met.flatMap(({ file }) => file.hunks);
  const lines = hunks.reduce((sum, { removed, added }) => sum + removed.length + added.length, 0);
  if (hunks.some(({ removed }) => removed.some((line) => testName(line) !== null))) return false;
  return met.every(({ file: { after }, touches }) =>
    touches.every(
      ({ landed, file: { before } }) =>
        (after === null || before !== after) &&
        landed.files.length >= MANY_FILES &&
        landed.hasMoreLines(lines * ONE_LINE_IN),
    ),
  );
}

/** Leaves out what came after the version that the change begins with. */
function since(file: CountedFile, touches: readonly Touch[]): readonly Touch[] {
  const from = touches.findIndex((touch) => touch.file.after === file.before);
  return from < 0 ? touches : touches.slice(from);
}

function linesOf({ hunks }: CountedFile): number {
  return hunks.reduce((sum, { removed, added }) => sum + removed.length + added.length, 0);
}
