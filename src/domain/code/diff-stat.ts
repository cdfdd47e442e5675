/** The size of a change, and the parts that it may be split into. */
import { isGenerated, isLockfile } from '../conflict/facts/file-nature.ts';
import type { Sha } from '../shared/ids.ts';

/** Lines an effort adds and removes against its merge base with the target. */
export interface DiffStat {
  readonly added: number;
  readonly removed: number;
  readonly files: number;
  /** Lines of lock and generated files among those: they count for no limit. */
  readonly uncounted: number;
  /** Lines that count, largest directory first. One over the limit for an effort is broken down into deeper directories and files. */
  readonly by_directory: readonly { readonly directory: string; readonly lines: number }[];
  /** Lines that count of each commit, oldest first; only of an effort over the limit, and only where its commits stand in one line. */
  readonly by_commit: readonly { readonly commit: Sha; readonly subject: string; readonly lines: number }[];
}

export interface SizedPath {
  readonly path: string;
  readonly added: number;
  readonly removed: number;
}

/** More entries than these of one directory are not told apart. */
const MOST_ENTRIES = 30;

/** Sums up the changed paths. Lines of lock and generated files are changed, but nobody reads them, so they count for no limit. */
export function diffStat(changed: readonly SizedPath[], limit: number): Omit<DiffStat, 'by_commit'> {
  const counted = changed.filter(({ path }) => !isLockfile(path) && !isGenerated(path));
  const sum = (key: 'added' | 'removed') => changed.reduce((total, path) => total + path[key], 0);
  const [added, removed] = [sum('added'), sum('removed')];
  return {
    added,
    removed,
    files: changed.length,
    uncounted: added + removed - linesIn(counted),
    by_directory: directoriesOf(counted, '', limit)
      .filter(({ lines }) => lines > 0)
      .toSorted((a, b) => b.lines - a.lines),
  };
}

/** Groups paths by first directory, and by deeper ones and files as far as a group is over the limit. `.` is the root's own files. */
function directoriesOf(paths: readonly SizedPath[], within: string, limit: number): DiffStat['by_directory'] {
  const groups = Map.groupBy(paths, ({ path }) => {
    const rest = path.slice(within.length);
    return rest.includes('/') ? rest.slice(0, rest.indexOf('/') + 1) : within === '' ? '.' : rest;
  });
  if (groups.size > MOST_ENTRIES && within !== '') return [];
  return [...groups].flatMap(([name, inside]) => {
    const directory = name === '.' ? name : within + name;
    const lines = linesIn(inside);
    const deeper = lines > limit && directory.endsWith('/') ? directoriesOf(inside, directory, limit) : [];
    return deeper.length > 0 ? deeper : [{ directory: directory.replace(/\/$/, ''), lines }];
  });
}

function linesIn(paths: readonly SizedPath[]): number {
  return paths.reduce((total, { added, removed }) => total + added + removed, 0);
}
