/** Finds the candidate that a mistyped word most likely stands for; null when none is close. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const asked = plain(word);
  const scored = candidates.map((candidate) => ({ candidate, cost: cost(asked, plain(candidate)) }));
  const best = scored.sort((a, b) => a.cost - b.cost)[0];
  return best !== undefined && best.cost <= Math.max(1, Math.floor(asked.length / 3)) ? best.candidate : null;
}

/** Removes case, hyphens and underscores: people mix them up most, so they do not count. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_\s]/g, '');
}

function cost(asked: string, candidate: string): number {
  // `concurrency` stands for `max_concurrency` although five letters are missing.
  if (asked.length >= 4 && (candidate.endsWith(asked) || candidate.startsWith(asked))) return 1;
  return editDistance(asked.slice(0, 64), candidate.slice(0, 64));
}

/** Counts the insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(
        Math.min(
          (row[j] ?? 0) + 1,
          (next[j - 1] ?? 0) + 1,
          (row[j - 1] ?? 0) + same,
          swapped ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
