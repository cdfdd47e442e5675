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
import { nearest } from '../../../domain/shared/nearest.ts';
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
 * @throws WRONG_USE with every name in the settings that no branch has
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
  const listed = efforts.list.map((entry) => entry.branch).filter((branch) => !odd.includes(branch));
  const branches = [...new Set([...listed, ...locals.filter(wanted).toSorted()])];
  const names = effortNames(branches, efforts.list);
  const candidates = branches.flatMap((branch): readonly Candidate[] => {
    const entry = efforts.list.find((candidate) => candidate.branch === branch);
    const ref = heads.has(branchRef(branch as BranchName))
      ? branchRef(branch as BranchName)
      : (`refs/remotes/${branch}` as RefName);
    const tip = heads.get(ref);
    if (tip === undefined) return [];
    const candidate: Candidate = {
      name: names.get(branch) as EffortName,
      branch: branch as BranchName,
      ref,
      tip,
      depends_on: entry?.depends_on ?? [],
      strategy: entry?.strategy ?? efforts.strategy,
      commits: entry?.commits ?? null,
    };
    return [candidate];
  });
  refuse([
    ...unknownPatterns(efforts.patterns, [...locals, ...odd], locals),
    ...listed
      .filter((branch) => !candidates.some((found) => found.branch === branch))
      .map((branch) => wrongName(`there is no branch ${branch}`, branch, [...heads.keys()].map(shortRef))),
    ...unknownNeeds(candidates, locals),
  ]);
  return candidates;
}

/** Lists patterns without wildcards that no branch has. A short name stands for itself below each prefix, too: one of them is enough. */
function unknownPatterns(
  patterns: readonly string[],
  there: readonly string[],
  usable: readonly string[],
): readonly string[] {
  const names = usable.flatMap((branch) => [branch, branch.split('/').at(-1) ?? branch]);
  return patterns
    .filter((pattern) => isName(pattern) && !there.some((branch) => means(pattern, branch)))
    .filter((pattern) => !patterns.some((other) => pattern.endsWith(`/${other}`)))
    .map((pattern) => wrongName(`no branch is named ${pattern}`, pattern, names));
}

/** Lists dependencies that are no effort. */
function unknownNeeds(candidates: readonly Candidate[], locals: readonly string[]): readonly string[] {
  const efforts = candidates.flatMap(({ name, branch }) => [name, branch]);
  return candidates.flatMap(({ branch, depends_on }) =>
    depends_on
      .filter((need) => !efforts.some((effort) => effort === need))
      .map((need) =>
        locals.some((other) => means(need, other))
          ? `${branch} depends on ${need}, which takes no part; name it too`
          : wrongName(`${branch} depends on ${need}, which is no effort`, need, efforts),
      ),
  );
}

function wrongName(says: string, name: string, names: readonly string[]): string {
  const meant = nearest(name, names);
  return meant === null ? says : `${says}; did you mean ${meant}?`;
}

function shortRef(ref: RefName): string {
  return ref.replace(/^refs\/(?:heads|remotes)\//, '');
}

function refuse(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  const lines =
    wrong.length === 1 ? wrong : [`${wrong.length} names are wrong`, ...wrong.map((each) => `  ${each}`)];
  throw new IntorchError('WRONG_USE', lines.join('\n'), { remedy: 'See the branches: git branch --all' });
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
