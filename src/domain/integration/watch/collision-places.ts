import { meetingRanges } from '../../conflict/facts/meeting-ranges.ts';
import { hasFunctions, type MarkedLine, touchedBy } from '../../conflict/facts/touched.ts';
import type { CollisionPlace } from './watch-view.ts';

/** What one effort changes since both parted: modified files with all their lines, by path. */
type Changed = ReadonlyMap<string, readonly MarkedLine[]>;

/** Returns where two efforts collide: in the files of which both change the same lines; else, as in files that both add, in all that they share. */
export function collisionPlaces(files: readonly string[], a: Changed, b: Changed): readonly CollisionPlace[] {
  const found = files.flatMap((file): readonly CollisionPlace[] => {
    const [mine, yours] = [a.get(file), b.get(file)];
    if (mine === undefined || yours === undefined) return [];
    const [one, two] = [touchedBy(mine), touchedBy(yours)];
    const [first, ...others] = meetingRanges(one.ranges, two.ranges);
    if (first === undefined) return [];
    const functions = hasFunctions(file) ? one.functions.filter((name) => two.functions.includes(name)) : [];
    const last = others.reduce((most, range) => Math.max(most, range.last), first.last);
    return [{ file, functions, lines: { first: first.first, last } }];
  });
  return found.length > 0 ? found : files.map((file) => ({ file, functions: [], lines: null }));
}
