/** Counts how often each item occurs. */
export function countsOf(items: Iterable<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

/** Returns the items, in order, that remain after each item of `without` has removed one of its kind. */
export function surplus(
  items: readonly string[],
  without: readonly string[],
  kindOf: (item: string) => string = (item) => item,
): readonly string[] {
  const left = countsOf(without.map(kindOf));
  return items.filter((item) => {
    const kind = kindOf(item);
    const count = left.get(kind) ?? 0;
    left.set(kind, count - 1);
    return count <= 0;
  });
}
