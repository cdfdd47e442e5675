import type { Sha } from '../../../domain/shared/ids.ts';
import { instantOf } from '../../../domain/shared/time.ts';
import type { BranchHistory } from '../../../ports/git.ts';
import type { AskGit } from '../process/porcelain.ts';
import { parseSeconds } from '../process/raw-numbers.ts';
import { type HistoryCommit, newestFirst } from './newest-first.ts';

export interface LoggedCommit extends HistoryCommit {
  /** Whether it is not one of the requested commits, but a parent of one. */
  readonly boundary: boolean;
  readonly commit: Sha;
  readonly author: string;
  readonly subject: string;
  readonly message: string;
}

interface KnownHistory {
  readonly learn: (commits: ReadonlyMap<Sha, LoggedCommit>) => void;
  /** The best merge base of two commits; null: they have none. */
  readonly forkOf: (tip: Sha, target: Sha) => Promise<Sha | null>;
}

/** Limit of branches on one command line. */
const BRANCHES_AT_ONCE = 500;

/**
 * Reads what planning needs to know about branches, all in one process. A branch that is already merged, or joins the target at several
 * commits, is asked about once more by `forkOf`. Passes the commits it reads to `learn`.
 */
export async function branchHistories(
  ask: AskGit,
  tips: readonly Sha[],
  target: Sha,
  { learn, forkOf }: KnownHistory,
): Promise<readonly BranchHistory[]> {
  const logged = new Map<Sha, LoggedCommit>();
  const distinct = [...new Set(tips)];
  for (let at = 0; at < distinct.length; at += BRANCHES_AT_ONCE) {
    const some = distinct.slice(at, at + BRANCHES_AT_ONCE);
    for (const one of await log(ask, ['--boundary', ...some, `^${target}`])) logged.set(one.commit, one);
  }
  learn(logged);
  return Promise.all(
    tips.map((tip) => historyIn(ask, logged, tip, (below) => forkPoint(below, () => forkOf(tip, target)))),
  );
}

async function historyIn(
  ask: AskGit,
  logged: ReadonlyMap<Sha, LoggedCommit>,
  tip: Sha,
  forkAbove: (below: readonly Sha[]) => Promise<Sha | null>,
): Promise<BranchHistory> {
  const isOwn = (commit: Sha) => logged.get(commit)?.boundary === false;
  const own = newestFirst(isOwn(tip) ? tip : null, (commit) =>
    isOwn(commit) ? logged.get(commit) : undefined,
  );
  const below = new Set(own.flatMap(({ parents }) => parents.filter((parent) => !isOwn(parent))));
  let arrival: Sha | undefined = tip;
  while (arrival !== undefined && isOwn(arrival)) arrival = logged.get(arrival)?.parents[0];
  const newest = own[0] ?? logged.get(tip) ?? (await log(ask, ['--max-count=1', tip]))[0];
  return {
    tip,
    merge_base: own.length === 0 ? tip : await forkAbove([...below]),
    joins: own.length === 0 ? [tip] : [...below].toSorted((a) => (a === arrival ? -1 : 0)),
    commits: new Map(own.map(({ commit, parents }) => [commit, parents])),
    authors: [...new Set(own.map(({ author }) => author))],
    subject: newest?.subject ?? '',
    last_commit_at: instantOf((newest?.committed_at ?? 0) * 1000),
  };
}

/** Finds the merge base. Every path from a branch into the target passes a commit just below its own: a single one is the base. */
async function forkPoint(below: readonly Sha[], ask: () => Promise<Sha | null>): Promise<Sha | null> {
  const [first, ...more] = below;
  return more.length === 0 ? (first ?? null) : ask();
}

/** Lists the commits in a branch but not in its base, oldest first, without merges. */
export async function commitsBetween(ask: AskGit, base: Sha, tip: Sha) {
  const commits = await log(ask, ['--no-merges', '--topo-order', '--reverse', tip, `^${base}`]);
  return commits.map(({ commit, subject }) => ({ commit, subject }));
}

/** Lists the first-parent line from a tip down to a base, without the base, newest first. */
export async function firstParentLine(ask: AskGit, base: Sha, tip: Sha) {
  const { stdout } = await ask(['rev-list', '--first-parent', '--parents', tip, `^${base}`, '--']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const [commit, ...parents] = line.split(' ') as [Sha, ...Sha[]];
    return { commit, parents };
  });
}

/** Finds the best common ancestor; null: unrelated. */
export async function mergeBase(ask: AskGit, a: Sha, b: Sha): Promise<Sha | null> {
  const { exit_code, stdout } = await ask(['merge-base', a, b], [0, 1]);
  return exit_code === 0 ? (stdout.trimEnd() as Sha) : null;
}

/** Finds the best common ancestors. There are several after criss-cross merges. */
export async function mergeBases(ask: AskGit, a: Sha, b: Sha): Promise<readonly Sha[]> {
  const { stdout } = await ask(['merge-base', '--all', a, b], [0, 1]);
  return stdout.split('\n').filter((line) => line !== '') as Sha[];
}

/** Checks whether one commit is in another's history. It counts: simple-git waits 50 ms for a command that prints nothing. */
export async function isAncestor(ask: AskGit, ancestor: Sha, descendant: Sha): Promise<boolean> {
  const { stdout } = await ask(['rev-list', '--count', '--max-count=1', ancestor, `^${descendant}`, '--']);
  return stdout.trim() === '0';
}

/** Checks whether commits lead to any that no branch, remote-tracking branch or tag reaches. */
export async function isOnlyIn(ask: AskGit, commits: readonly Sha[]): Promise<boolean> {
  const others = ['--not', '--branches', '--remotes', '--tags'];
  const { stdout } = await ask(['rev-list', '--count', '--max-count=1', ...commits, ...others, '--']);
  return stdout.trim() !== '0';
}

/** Lists the parents of a commit, in order. */
export async function parentsOf(ask: AskGit, commit: Sha): Promise<readonly Sha[]> {
  const { stdout } = await ask(['rev-list', '--no-walk', '--parents', commit, '--']);
  return stdout.trimEnd().split(' ').slice(1) as Sha[];
}

async function log(ask: AskGit, revisions: readonly string[]): Promise<readonly LoggedCommit[]> {
  const { stdout } = await ask([
    'log',
    '-z',
    '--format=%m%x00%H%x00%P%x00%an%x00%ct%x00%s%x00%B',
    '--no-color',
    ...revisions,
    '--',
  ]);
  const fields = stdout.split('\0');
  const commits: LoggedCommit[] = [];
  for (let at = 0; at + 6 < fields.length; at += 7) {
    const [mark, commit = '', parents = '', author = '', committed_at = '', subject = '', message = ''] =
      fields.slice(at, at + 7);
    commits.push({
      boundary: mark === '-',
      commit: commit as Sha,
      parents: parents.split(' ').filter((parent) => parent !== '') as Sha[],
      author,
      committed_at: parseSeconds(committed_at),
      subject,
      message: message.trim(),
    });
  }
  return commits;
}
