/**
 * This folder: ancestry, logs, changed paths, worktrees and remotes.
 *
 * Questions about history, answered from the commits themselves: what the branches of one integration have to do with each other lies a
 * few commits deep, and asking git starts a process each time. Where it lies deeper, or history is not what the commits say (shallow
 * clones, grafts), or dates leave several answers in no order, null: git is to be asked.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha } from '../../../domain/shared/ids.ts';
import { readObjects } from '../objects/cat-file.ts';
import { parseCommit } from '../objects/commit-object.ts';
import type { Git } from '../process/run.ts';
import { enqueue, type HistoryCommit, type Queued } from './newest-first.ts';

export interface Ancestry {
  /** The best common ancestors, the newest first; an empty list for unrelated commits. */
  readonly mergeBases: (a: Sha, b: Sha) => Promise<readonly Sha[] | null>;
  /** First-parent line from a tip down to what a base has of it, newest first. */
  readonly firstParentLine: (
    base: Sha,
    tip: Sha,
  ) => Promise<readonly { readonly commit: Sha; readonly parents: readonly Sha[] }[] | null>;
  readonly parents: (commit: Sha) => Promise<readonly Sha[] | null>;
  /** Memoizes commits that were read in another way. */
  readonly learn: (commits: Iterable<readonly [Sha, HistoryCommit]>) => void;
}

/** Limit of commits to read for one question; beyond it, git is faster. */
const MOST_READ = 300;
const MOST_KNOWN = 50_000;
const MOST_ANSWERS = 100;

/** Sides from which a commit can be reached, and marks of the walk. */
const A = 1;
const B = 2;
const BOTH = A | B;
/** An ancestor of a common ancestor. */
const STALE = 4;
const COMMON = 8;

/** Creates the ancestry of a repository. */
export function ancestry(git: Git, git_dir: string): Ancestry {
  const known = new Map<Sha, HistoryCommit>();

  /** Starts one question. The reader gives up after too many commits; null: history is shallow or grafted. */
  const begin = () => {
    if (isCut(git_dir)) return null;
    let left = MOST_READ;
    return async (commits: readonly Sha[]): Promise<readonly HistoryCommit[] | null> => {
      const unknown = commits.filter((commit) => !known.has(commit));
      left -= unknown.length;
      if (left < 0) return null;
      if (known.size > MOST_KNOWN) known.clear();
      const objects = await readObjects(git, unknown);
      for (const [index, commit] of unknown.entries()) {
        const object = objects[index] ?? null;
        if (object?.type === 'commit') known.set(commit, parseCommit(object.text));
      }
      const found = commits.flatMap((commit) => known.get(commit) ?? []);
      return found.length === commits.length ? found : null;
    };
  };

  const mergeBases: Ancestry['mergeBases'] = memoized(async (a, b) => {
    if (a === b) return [a];
    const read = begin();
    const [first, second] = (await read?.([a, b])) ?? [];
    if (!read || first === undefined || second === undefined) return null;
    const marks = new Map<Sha, number>([
      [a, A],
      [b, B],
    ]);
    const queue: Queued[] = [];
    enqueue(queue, { name: a, commit: first });
    enqueue(queue, { name: b, commit: second });
    while (queue.some(({ name }) => !isStale(marks, name))) {
      const next = queue.shift();
      if (next === undefined) break;
      let passed = (marks.get(next.name) ?? 0) & (BOTH | STALE);
      if (passed === BOTH) {
        marks.set(next.name, BOTH | COMMON);
        passed |= STALE;
      }
      const changed = next.commit.parents.filter((parent) => ((marks.get(parent) ?? 0) & passed) !== passed);
      const commits = await read(changed);
      if (commits === null) return null;
      for (const [index, parent] of changed.entries()) {
        marks.set(parent, (marks.get(parent) ?? 0) | passed);
        const commit = commits[index];
        if (commit !== undefined) enqueue(queue, { name: parent, commit });
      }
    }
    const common = [...marks].flatMap(([name, mark]) => (mark & COMMON && !(mark & STALE) ? [name] : []));
    return common.length > 1 ? several(common) : common;
  });

  /** Sorts several answers as git does, the newest first; null: git is to be asked, as dates do not tell them apart or one stands on another. */
  const several = async (bases: readonly Sha[]): Promise<readonly Sha[] | null> => {
    const dates = new Map(bases.map((base) => [base, known.get(base)?.committed_at ?? 0]));
    if (new Set(dates.values()).size < bases.length) return null;
    for (const [index, base] of bases.entries())
      for (const other of bases.slice(index + 1)) {
        const below = await mergeBases(base, other);
        if (below === null || below.includes(base) || below.includes(other)) return null;
      }
    return bases.toSorted((a, b) => (dates.get(b) ?? 0) - (dates.get(a) ?? 0));
  };

  /** Walks down from a tip to where `isEnd` says so, or to the beginning. null: git has to be asked. */
  const lineTo = async (tip: Sha, isEnd: (commit: Sha) => Promise<boolean | null>) => {
    const read = begin();
    const line: { commit: Sha; parents: readonly Sha[] }[] = [];
    for (let commit: Sha | undefined = tip; commit !== undefined; commit = line.at(-1)?.parents[0]) {
      const is_end = await isEnd(commit);
      const [found] = is_end === false ? ((await read?.([commit])) ?? []) : [];
      if (is_end === true) return { line, reached: true };
      if (found === undefined) return null;
      line.push({ commit, parents: found.parents });
    }
    return { line, reached: false };
  };
  const isBelow = async (commit: Sha, other: Sha) => {
    const bases = await mergeBases(commit, other);
    return bases === null ? null : bases.includes(commit);
  };

  return {
    learn: (commits) => {
      if (isCut(git_dir)) return;
      for (const [name, { parents, committed_at }] of commits) known.set(name, { parents, committed_at });
    },
    parents: async (commit) => (await begin()?.([commit]))?.[0]?.parents ?? null,
    firstParentLine: async (base, tip) => {
      const straight = await lineTo(tip, async (commit) => commit === base);
      if (straight === null || straight.reached) return straight?.line ?? null;
      // The base is not on this line: it ends where the base has it.
      return (await lineTo(tip, (commit) => isBelow(commit, base)))?.line ?? null;
    },
    mergeBases,
  };
}

/** Memoizes the latest answers: a merge repeats its questions. */
function memoized<Answer>(
  work: (a: Sha, b: Sha) => Promise<Answer | null>,
): (a: Sha, b: Sha) => Promise<Answer | null> {
  const answers = new Map<string, Answer>();
  return async (a, b) => {
    const key = `${a} ${b}`;
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = await work(a, b);
    if (answers.size >= MOST_ANSWERS) answers.clear();
    if (answer !== null) answers.set(key, answer);
    return answer;
  };
}

function isStale(marks: ReadonlyMap<Sha, number>, name: Sha): boolean {
  return ((marks.get(name) ?? 0) & STALE) !== 0;
}

/** Checks whether history is cut off or differs from the commits. @see gitrepository-layout(5), `shallow`, `info/grafts` */
function isCut(git_dir: string): boolean {
  return existsSync(join(git_dir, 'shallow')) || existsSync(join(git_dir, 'info/grafts'));
}
