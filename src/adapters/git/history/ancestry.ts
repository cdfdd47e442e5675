/**
 * This folder: ancestry, logs, changed paths, worktrees and remotes.
 *
 * Questions about history, answered from the commits themselves: what the branches of one integration have to do with each other lies a
 * few commits deep, and asking git starts a process each time. Where it lies deeper, or history is not what the commits say (shallow
 * clones, grafts), or there are several answers, null: git is to be asked.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha } from '../../../domain/shared/ids.ts';
import { readObjects } from '../objects/cat-file.ts';
import { parseCommit } from '../objects/commit-object.ts';
import type { Git } from '../process/run.ts';
import { enqueue, type HistoryCommit, type Queued } from './newest-first.ts';

export interface Ancestry {
  /** The best common ancestor if there is exactly one; an empty list for unrelated commits. */
  readonly mergeBases: (a: Sha, b: Sha) => Promise<readonly Sha[] | null>;
  /** First-parent line from a tip down to a base on it, newest first. */
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

  return {
    learn: (commits) => {
      if (isCut(git_dir)) return;
      for (const [name, { parents, committed_at }] of commits) known.set(name, { parents, committed_at });
    },
    parents: async (commit) => (await begin()?.([commit]))?.[0]?.parents ?? null,
    firstParentLine: async (base, tip) => {
      const read = begin();
      const line: { commit: Sha; parents: readonly Sha[] }[] = [];
      for (let commit = tip; commit !== base; ) {
        const [found] = (await read?.([commit])) ?? [];
        const [first] = found?.parents ?? [];
        // No parents: the base is not on this line. Only git can tell which part of the line the base does not contain.
        if (found === undefined || first === undefined) return null;
        line.push({ commit, parents: found.parents });
        commit = first;
      }
      return line;
    },
    mergeBases: memoized(async (a, b) => {
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
        const changed = next.commit.parents.filter(
          (parent) => ((marks.get(parent) ?? 0) & passed) !== passed,
        );
        const commits = await read(changed);
        if (commits === null) return null;
        for (const [index, parent] of changed.entries()) {
          marks.set(parent, (marks.get(parent) ?? 0) | passed);
          const commit = commits[index];
          if (commit !== undefined) enqueue(queue, { name: parent, commit });
        }
      }
      const common = [...marks].filter(([, mark]) => mark & COMMON && !(mark & STALE));
      return common.length > 1 ? null : common.map(([name]) => name);
    }),
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
