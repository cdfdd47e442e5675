import type { Sides } from '../conflict.ts';
import type { ListEntry } from './entries.ts';
import { orderedUnion, sharedOrder } from './ordered-union.ts';

/** The result of merging a list that both sides changed. */
export interface MergedEntries {
  readonly entries: readonly ListEntry[];
  /** Whether both sides inserted items into a list that is not sorted, so that their order is a choice. */
  readonly chosen_order: boolean;
  /** Whether neither side changed an existing item. */
  readonly only_adds: boolean;
}

/** Merges three lists item by item; null when both sides changed an item differently, or a side removed one. */
export function mergeEntries(sides: Sides<readonly ListEntry[]>): MergedEntries | null {
  const [base, current, incoming] = [byKey(sides.base), byKey(sides.current), byKey(sides.incoming)];
  const merged = new Map<string, ListEntry>();
  for (const key of new Set([...base.keys(), ...current.keys(), ...incoming.keys()])) {
    const [was, ours, theirs] = [base.get(key), current.get(key), incoming.get(key)];
    if (was !== undefined && (ours === undefined || theirs === undefined)) return null;
    const kept =
      sameText(was, theirs) || sameText(ours, theirs) ? ours : sameText(was, ours) ? theirs : undefined;
    if (kept === undefined) return null;
    merged.set(key, kept);
  }
  const keys = orderedUnion([...base.keys()], [...current.keys()], [...incoming.keys()]);
  const order = sharedOrder([[...current.keys()], [...incoming.keys()]]);
  const sorted = order === null ? keys : [...keys].sort(order);
  const adds = (side: ReadonlyMap<string, ListEntry>) => [...side.keys()].some((key) => !base.has(key));
  return {
    entries: sorted.flatMap((key) => merged.get(key) ?? []),
    chosen_order: order === null && adds(current) && adds(incoming),
    only_adds: [...base].every(([key, was]) =>
      [current, incoming].every((side) => sameText(side.get(key), was)),
    ),
  };
}

function byKey(entries: readonly ListEntry[]): ReadonlyMap<string, ListEntry> {
  return new Map(entries.map((entry) => [entry.key, entry]));
}

function sameText(a: ListEntry | undefined, b: ListEntry | undefined): boolean {
  return a?.text === b?.text;
}
