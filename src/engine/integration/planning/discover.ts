/** Finds the efforts: branches by pattern, by list, by worktree. Makes their names unique. */
import type { EffortSettings, Settings, Strategy } from '../../../domain/config/settings.ts';
import type { UnreadableBranch } from '../../../domain/integration/plan-facts/unreadable-branches.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { matchesGlob } from '../../../domain/shared/glob.ts';
import {
  type BranchName,
  branchRef,
  type EffortName,
  localBranch,
  parseBranchName,
  type RefName,
  type Sha,
} from '../../../domain/shared/ids.ts';
import type { RefListing, WorktreeInfo } from '../../../ports/git.ts';

export interface Candidate {
  readonly name: EffortName;
  readonly branch: BranchName;
  readonly ref: RefName;
  readonly tip: Sha;
  readonly depends_on: readonly string[];
  readonly strategy: Strategy;
  readonly commits: readonly string[] | null;
}

/** What a plan is made of: the refs of the repository, and its worktrees. */
export interface Found {
  readonly refs: RefListing;
  readonly worktrees: readonly Pick<WorktreeInfo, 'branch'>[];
}

/**
 * Lists the branches that take part: first those of `efforts.list` in its order, then the others by name.
 * @throws NOTHING_TO_DO when a branch that the settings name does not exist
 */
export function discoverEfforts(
  { refs: { tips: heads, unreadable }, worktrees }: Found,
  settings: Settings,
  outside: { readonly target: BranchName; readonly integration_branch: BranchName },
): readonly Candidate[] {
  const { efforts } = settings;
  const locals = [...heads.keys()].flatMap((ref) => localBranch(ref) ?? []).filter(isUsable);
  const odd: readonly string[] = [
    ...unreadable.flatMap(({ ref }) => localBranch(ref) ?? []),
    ...[...heads.keys()].flatMap((ref) => localBranch(ref) ?? []).filter((branch) => !isUsable(branch)),
  ];
  const byWorktree = efforts.worktrees ? worktrees.flatMap((worktree) => worktree.branch ?? []) : [];
  const wanted = (branch: string) =>
    branch !== outside.target &&
    branch !== outside.integration_branch &&
    !efforts.exclude.some((pattern) => matchesGlob(pattern, branch)) &&
    (efforts.patterns.some((pattern) => means(pattern, branch)) || byWorktree.includes(branch as BranchName));
  const unknown = efforts.patterns.find(
    (pattern) => isName(pattern) && ![...locals, ...odd].some((branch) => means(pattern, branch)),
  );
  if (unknown !== undefined) {
    throw new IntorchError('NOTHING_TO_DO', `no branch is named ${unknown}`, {
      remedy: 'See the branches: git branch',
    });
  }
  const listed = efforts.list.map((entry) => entry.branch).filter((branch) => !odd.includes(branch));
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

/** Lists the branches that would take part if their names could be used, and if they stood for commits. */
export function unreadableBranches(
  { refs: { tips, unreadable } }: Found,
  { efforts: { patterns, exclude, list } }: Settings,
): readonly UnreadableBranch[] {
  const unusable = [...tips.keys()]
    .flatMap((ref) => localBranch(ref) ?? [])
    .filter((name) => !isUsable(name));
  const branches: readonly UnreadableBranch[] = [
    ...unreadable.map(({ ref, because }) => ({ branch: localBranch(ref) ?? ref, because })),
    ...unusable.map((branch) => ({ branch, because: 'refused_name' as const })),
  ];
  const wanted = [...patterns, ...list.map(({ branch }) => branch)];
  return branches.filter(({ branch }) => among(wanted, branch) && !among(exclude, branch));
}

/** Checks whether a name can be passed on: git takes some that its own commands would read as an option. */
function isUsable(branch: string): boolean {
  return parseBranchName(branch) !== null;
}

function among(patterns: readonly string[], branch: string): boolean {
  return patterns.some((pattern) => means(pattern, branch));
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
