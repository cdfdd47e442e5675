/** Sort orders that import lists follow; the first that fits is kept. */
const ORDERS: readonly ((a: string, b: string) => number)[] = [
  (a, b) => compare(a.toLowerCase(), b.toLowerCase()),
  compare,
  // isort and rustfmt: constants, then classes, then the rest.
  (a, b) => compare(rank(a), rank(b)) || compare(a.toLowerCase(), b.toLowerCase()),
];

/** Finds a sort order that all the given lists already follow; null when there is none, or they are too short to tell. */
export function sharedOrder(
  lists: readonly (readonly string[])[],
): ((a: string, b: string) => number) | null {
  if (!lists.some((list) => list.length >= 3) && lists.filter((list) => list.length >= 2).length < 2)
    return null;
  const follows = (order: (a: string, b: string) => number) =>
    lists.every((list) =>
      list.every((item, index) => index === 0 || order(list[index - 1] ?? '', item) <= 0),
    );
  return ORDERS.find(follows) ?? null;
}

/**
 * Merges two changed lists of distinct items. What one side removed stays out. What one side inserted comes after the item that it
 * follows on its own side. Of two items inserted at one place, the current side's comes first.
 */
export function orderedUnion(
  base: readonly string[],
  current: readonly string[],
  incoming: readonly string[],
): readonly string[] {
  const result = current.filter((item) => !base.includes(item) || incoming.includes(item));
  for (const [index, item] of incoming.entries()) {
    if (base.includes(item) || current.includes(item)) continue;
    result.splice(placeFor(index, incoming, result, base), 0, item);
  }
  return result;
}

function placeFor(
  index: number,
  incoming: readonly string[],
  result: readonly string[],
  base: readonly string[],
): number {
  const above = incoming.slice(0, index).findLast((item) => result.includes(item));
  if (above !== undefined) {
    let place = result.indexOf(above) + 1;
    const of_current_only = (item: string | undefined) =>
      item !== undefined && !base.includes(item) && !incoming.includes(item);
    while (of_current_only(result[place])) place++;
    return place;
  }
  const below = incoming.slice(index + 1).find((item) => result.includes(item));
  return below === undefined ? result.length : result.indexOf(below);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function rank(name: string): string {
  return /^[A-Z0-9_]+$/.test(name) && name.length > 1 ? '0' : /^[A-Z]/.test(name) ? '1' : '2';
}
