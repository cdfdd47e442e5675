import { hasFunctions, type MarkedLine, type TouchedRange, touchedBy } from '../../conflict/facts/touched.ts';
import type { CollisionPlace } from './watch-view.ts';

/** What one effort changes since both parted: modified files with all their lines, by path. */
type Changed = ReadonlyMap<string, readonly MarkedLine[]>;

/** Returns where two efforts collide: in the files of which both change the same lines; else, as in files that both add, in all that they share. */
export function collisionPlaces(files: readonly string[], a: Changed, b: Changed): readonly CollisionPlace[] {
  const found = files.flatMap((file): readonly CollisionPlace[] => {
    const [mine, yours] = [a.get(file), b.get(file)];
    if (mine === undefined || yours === undefined) return [];
    const [one, two] = [touchedBy(mine), touchedBy(yours)];
    const meeting = one.ranges.flatMap((range) => two.ranges.flatMap((other) => overlap(range, other)));
    const [first, ...others] = meeting;
    if (first === undefined) return [];
    const functions = hasFunctions(file) ? one.functions.filter((name) => two.functions.includes(name)) : [];
    const last = others.reduce((most, range) => Math.max(most, range.last), first.last);
    return [{ file, functions, lines: { first: first.first, last } }];
  });
  return found.length > 0 ? found : files.map((file) => ({ file, functions: [], lines: null }));
}

/** Git takes changes of neighbouring lines for one conflict. */
function overlap(a: TouchedRange, b: TouchedRange): readonly TouchedRange[] {
  if (a.first > b.last + 1 || b.first > a.last + 1) return [];
  return [{ first: Math.max(1, Math.min(a.first, b.first)), last: Math.max(1, a.last, b.last) }];
}
