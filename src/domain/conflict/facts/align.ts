/** The positions of the same item in both lists. */
export type Pair = readonly [left: number, right: number];

/**
 * Returns the pairs of a longest common subsequence; null when the lists differ in more than `limit` places, because the cost grows with
 * the square of that. Uses the greedy algorithm of Myers (1986), and saves what each step reached to find the way back.
 */
export function align(
  left: readonly string[],
  right: readonly string[],
  limit = 2_000,
): readonly Pair[] | null {
  let head = 0;
  while (head < left.length && head < right.length && left[head] === right[head]) head++;
  let tail = 0;
  const rest = Math.min(left.length, right.length) - head;
  while (tail < rest && left[left.length - 1 - tail] === right[right.length - 1 - tail]) tail++;

  const middle = alignMiddle(
    left.slice(head, left.length - tail),
    right.slice(head, right.length - tail),
    limit,
  );
  if (middle === null) return null;
  const same = (count: number, from: number, to: number): Pair[] =>
    Array.from({ length: count }, (_, index) => [from + index, to + index]);
  return [
    ...same(head, 0, 0),
    ...middle.map(([a, b]): Pair => [a + head, b + head]),
    ...same(tail, left.length - tail, right.length - tail),
  ];
}

function alignMiddle(
  left: readonly string[],
  right: readonly string[],
  limit: number,
): readonly Pair[] | null {
  const most = Math.min(left.length + right.length, limit);
  const offset = most + 1;
  const reached = new Int32Array(2 * most + 3);
  const steps: Int32Array[] = [];
  const at = (list: Int32Array, index: number) => list[index] ?? 0;
  for (let step = 0; step <= most; step++) {
    // Entry `diagonal + step + 1` of a saved step is how far the step before it got on that diagonal.
    steps.push(reached.slice(offset - step - 1, offset + step + 2));
    for (let diagonal = -step; diagonal <= step; diagonal += 2) {
      const below = at(reached, offset + diagonal - 1);
      const above = at(reached, offset + diagonal + 1);
      const down = diagonal === -step || (diagonal !== step && below < above);
      let x = step === 0 ? 0 : down ? above : below + 1;
      while (x < left.length && x - diagonal < right.length && left[x] === right[x - diagonal]) x++;
      reached[offset + diagonal] = x;
      if (x >= left.length && x - diagonal >= right.length) return wayBack(steps, left.length, right.length);
    }
  }
  return null;
}

function wayBack(steps: readonly Int32Array[], left: number, right: number): readonly Pair[] {
  const pairs: Pair[] = [];
  let x = left;
  let y = right;
  for (let step = steps.length - 1; step >= 0; step--) {
    const before = steps[step] ?? new Int32Array(0);
    const diagonal = x - y;
    const below = before[diagonal + step] ?? 0;
    const above = before[diagonal + step + 2] ?? 0;
    const down = diagonal === -step || (diagonal !== step && below < above);
    const from = step === 0 ? 0 : down ? above : below;
    const start = step === 0 || down ? from : from + 1;
    while (x > start) pairs.push([--x, --y]);
    x = from;
    y = step === 0 ? 0 : from - (down ? diagonal + 1 : diagonal - 1);
  }
  return pairs.reverse();
}
