/** Aligns the lines of base, current and incoming, so that equal lines share a row. */
export interface AlignedRow {
  readonly base: number | null;
  readonly current: number | null;
  readonly incoming: number | null;
}

/** Beyond this many comparisons, no lines are matched and the columns stay as they are. */
const MOST_COMPARISONS = 250_000;

/** Returns the rows as indices of lines; null where a side has no line in that row. */
export function alignSides(
  base: readonly string[],
  current: readonly string[],
  incoming: readonly string[],
): readonly AlignedRow[] {
  const in_current = matches(base, current);
  const in_incoming = matches(base, incoming);
  const aligned: AlignedRow[] = [];
  let c = 0;
  let i = 0;
  // A side's own lines come before the base line that follows them. Own lines of both sides share rows.
  const own = (to_c: number, to_i: number) => {
    while (c < to_c || i < to_i)
      aligned.push({ base: null, current: c < to_c ? c++ : null, incoming: i < to_i ? i++ : null });
  };
  for (const b of base.keys()) {
    const to_current = in_current.get(b);
    const to_incoming = in_incoming.get(b);
    own(to_current ?? c, to_incoming ?? i);
    aligned.push({ base: b, current: to_current ?? null, incoming: to_incoming ?? null });
    if (to_current !== undefined) c = to_current + 1;
    if (to_incoming !== undefined) i = to_incoming + 1;
  }
  own(current.length, incoming.length);
  return aligned;
}

/** Maps each line of `a` in the longest common subsequence to the index of its partner in `b`. */
function matches(a: readonly string[], b: readonly string[]): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  if (a.length * b.length > MOST_COMPARISONS) return found;
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (x: number, y: number) => longest[x * width + y] ?? 0;
  for (let x = a.length - 1; x >= 0; x--) {
    for (let y = b.length - 1; y >= 0; y--) {
      longest[x * width + y] = a[x] === b[y] ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1));
    }
  }
  for (let x = 0, y = 0; x < a.length && y < b.length; ) {
    if (a[x] === b[y]) found.set(x++, y++);
    else if (at(x + 1, y) >= at(x, y + 1)) x++;
    else y++;
  }
  return found;
}
