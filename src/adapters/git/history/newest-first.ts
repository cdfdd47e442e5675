import type { Sha } from '../../../domain/shared/ids.ts';

/** The part of a commit that a walk over history needs. */
export interface HistoryCommit {
  readonly parents: readonly Sha[];
  /** Seconds since the epoch. */
  readonly committed_at: number;
}

export interface Queued<Commit extends HistoryCommit = HistoryCommit> {
  readonly name: Sha;
  readonly commit: Commit;
}

/** Lists a commit and its ancestors, as far as `find` knows them, in the order of `git log`: always the newest reachable one next. */
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

/** Inserts a commit so that the newest comes first. */
export function enqueue<Commit extends HistoryCommit>(queue: Queued<Commit>[], one: Queued<Commit>): void {
  let [low, high] = [0, queue.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((queue[middle]?.commit.committed_at ?? 0) >= one.commit.committed_at) low = middle + 1;
    else high = middle;
  }
  queue.splice(low, 0, one);
}
