/** Alternatives to the cheapest order: by age, by size, by name. An effort still comes after those it depends on. */
import { linesOf } from '../../domain/integration/selectors/size.ts';
import type { Effort } from '../../domain/integration/state.ts';
import type { EffortName } from '../../domain/shared/ids.ts';

export interface Ordering {
  readonly name: string;
  readonly compare: (a: Effort, b: Effort) => number;
}

/** The orders that the key cycles through. */
export const ORDERINGS: readonly Ordering[] = [
  { name: 'oldest first', compare: (a, b) => compared(a.last_commit_at, b.last_commit_at) },
  { name: 'smallest first', compare: (a, b) => linesOf(a) - linesOf(b) },
  { name: 'by name', compare: (a, b) => compared(a.name, b.name) },
];

/** Sorts the efforts by an ordering, each after those that it depends on. */
export function ordered(efforts: readonly Effort[], { compare }: Ordering): readonly EffortName[] {
  const present = new Set<string>(efforts.map((effort) => effort.name));
  const placed = new Set<string>();
  let left = efforts.toSorted(compare);
  const ready = (effort: Effort) =>
    effort.dependencies.every((name) => placed.has(name) || !present.has(name));
  while (left.length > 0) {
    // The engine refuses circular dependencies when it makes the plan, and it checks this order, too.
    const next = left.find(ready) ?? left[0];
    if (next === undefined) break;
    placed.add(next.name);
    left = left.filter((effort) => effort !== next);
  }
  return [...placed] as EffortName[];
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
