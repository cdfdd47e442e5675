/** Finds the efforts: branches by pattern, by list, by worktree. Makes their names unique. */
import type { EffortSettings, Settings, Strategy } from '../../../domain/config/settings.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { matchesGlob } from '../../../domain/shared/glob.ts';
import {
  type BranchName,
  branchRef,
  type EffortName,
  localBranch,
  type RefName,
  type Sha,
} from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';

export interface Candidate {
  readonly name: EffortName;
  readonly branch: BranchName;
  readonly ref: RefName;
  readonly tip: Sha;
  readonly depends_on: readonly string[];
  readonly strategy: Strategy;
  readonly commits: readonly string[] | null;
}

/**
 * Lists the branches that take part: first those of `efforts.list` in its order, then the others by name.
 * @throws NOTHING_TO_DO when a branch that the settings name does not exist
 */
export async function discoverEfforts(
  ports: Pick<EnginePorts, 'history'>,
  settings: Settings,
  outside: { readonly target: BranchName; readonly integration_branch: BranchName },
): Promise<readonly Candidate[]> {
  const { efforts } = settings;
  const heads = await ports.history.refs(['refs/heads/', 'refs/remotes/']);
  const locals = [...heads.keys()].flatMap((ref) => localBranch(ref) ?? []);
  const byWorktree = efforts.worktrees
    ? (await ports.history.worktrees()).flatMap((worktree) => worktree.branch ?? [])
    : [];
  const wanted = (branch: string) =>
    branch !== outside.target &&
    branch !== outside.integration_branch &&
    !efforts.exclude.some((pattern) => matchesGlob(pattern, branch)) &&
    (efforts.patterns.some((pattern) => means(pattern, branch)) || byWorktree.includes(branch as BranchName));
  const unknown = efforts.patterns.find(
    (pattern) => isName(pattern) && !locals.some((branch) => means(pattern, branch)),
  );
  if (unknown !== undefined) {
    throw new IntorchError('NOTHING_TO_DO', `no branch is named ${unknown}`, {
      remedy: 'See the branches: git branch',
    });
  }
  const listed = efforts.list.map((entry) => entry.branch);
  const branches = [...new Set([...listed, ...locals.filter(wanted).toSorted()])];
  const names = effortNames(branches, efforts.list);
  return branches.map((branch): Candidate => {
    const entry = efforts.list.find((candidate) => candidate.branch === branch);
    const ref = heads.has(branchRef(branch as BranchName))
      ? branchRef(branch as BranchName)
      : (`refs/remotes/${branch}` as RefName);
    const tip = heads.get(ref);
    if (tip === undefined) {
      throw new IntorchError('NOTHING_TO_DO', `there is no branch ${branch}`, {
        remedy: 'Correct `efforts.list` in intorch.yaml, or fetch the branch',
      });
    }
    return {
      name: names.get(branch) as EffortName,
      branch: branch as BranchName,
      ref,
      tip,
      depends_on: entry?.depends_on ?? [],
      strategy: entry?.strategy ?? efforts.strategy,
      commits: entry?.commits ?? null,
    };
  });
}

/** Lists the branches that would take part if their names were UTF-8. */
export async function unreadableBranches(
  { history }: Pick<EnginePorts, 'history'>,
  { efforts: { patterns, exclude } }: Settings,
): Promise<readonly string[]> {
  const branches = (await history.unreadableRefs('refs/heads/')).flatMap((ref) => localBranch(ref) ?? []);
  const among = (list: readonly string[], branch: string) => list.some((pattern) => means(pattern, branch));
  return branches.filter((branch) => among(patterns, branch) && !among(exclude, branch));
}

/** Checks whether a pattern matches a branch, as a glob or as the name that its effort would have. */
function means(pattern: string, branch: string): boolean {
  return matchesGlob(pattern, branch) || (isName(pattern) && branch.endsWith(`/${pattern}`));
}

/** Returns whether the pattern has no wildcards and so names one branch. If that branch is missing, it is a mistake. */
function isName(pattern: string): boolean {
  return !/[*?{]/.test(pattern);
}

/**
 * Finds the shortest unique name for each branch: the configured one, else its last part, else the branch with dashes, else that with a
 * number.
 */
function effortNames(
  branches: readonly string[],
  list: readonly EffortSettings[],
): ReadonlyMap<string, string> {
  const given = (branch: string) => list.find((entry) => entry.branch === branch)?.name ?? null;
  const last = (branch: string) => given(branch) ?? branch.split('/').at(-1) ?? branch;
  const count = (name: string) => branches.filter((branch) => last(branch) === name).length;
  const taken = new Set(branches.map(last).filter((name) => count(name) === 1));
  return new Map(
    branches.map((branch) => {
      if (count(last(branch)) === 1) return [branch, last(branch)];
      const dashed = branch.replaceAll('/', '-');
      let name = dashed;
      for (let number = 2; taken.has(name); number += 1) name = `${dashed}-${number}`;
      taken.add(name);
      return [branch, name];
    }),
  );
}
