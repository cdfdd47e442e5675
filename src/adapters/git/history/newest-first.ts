import type { Sha } from '../../../domain/shared/ids.ts';

/** A commit as far as history goes. */
export interface HistoryCommit {
  readonly parents: readonly Sha[];
  /** Seconds since the epoch. */
  readonly committed_at: number;
}

export interface Queued<Commit extends HistoryCommit = HistoryCommit> {
  readonly name: Sha;
  readonly commit: Commit;
}

/** Gives a commit and what is below it as far as `find` goes, in the order of `git log`: the newest of what can be reached comes next. */
export function newestFirst<Commit extends HistoryCommit>(
  tip: Sha | null,
  find: (name: Sha) => Commit | undefined,
): readonly Commit[] {
  const queue: Queued<Commit>[] = [];
  const seen = new Set<Sha>();
  const order: Commit[] = [];
  const visit = (name: Sha) => {
    const commit = seen.has(name) ? undefined : find(name);
    if (commit === undefined) return;
    seen.add(name);
    enqueue(queue, { name, commit });
  };
  if (tip !== null) visit(tip);
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    order.push(next.commit);
    next.commit.parents.forEach(visit);
  }
  return order;
}

/** Keeps the newest first. */
export function enqueue<Commit extends HistoryCommit>(queue: Queued<Commit>[], one: Queued<Commit>): void {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((queue[middle]?.commit.committed_at ?? 0) >= one.commit.committed_at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, one);
}
