import { integrationPattern } from './integration-branch.ts';
import type { Survey } from './survey.ts';

/** A group of branches under one prefix. */
interface BranchGroup {
  readonly pattern: string;
  readonly branches: number;
}

export interface ProposedBranches {
  readonly target: string | null;
  readonly patterns: readonly string[];
  /** Groups that exist but are not proposed; they appear in the file as a comment. */
  readonly other_groups: readonly BranchGroup[];
  readonly worktrees: boolean;
}

/** Prefixes that branches of parallel work usually have. */
const EFFORT_PREFIX =
  /(?:^|\/)(?:efforts?|agents?|tasks?|waves?[-_]?\d*|claude|codex|copilot|cursor|jules|devin|worktree)(?:\/|$)/;
/** Branches that belong to bots or releases. */
const NOT_EFFORTS = /^(?:dependabot|renovate|release|releases|hotfix|gh-pages|revert-|backup)(?:\/|$|-)/;
const USUAL_TARGETS = ['main', 'master', 'trunk', 'develop'];
const MOST_NAMED_BRANCHES = 50;

/** Proposes the target and the branches to integrate, from the branches that exist. */
export function proposeBranches(survey: Survey): ProposedBranches {
  const target = usualTarget(survey);
  const candidates = survey.branches.filter(
    (branch) =>
      branch !== target &&
      !USUAL_TARGETS.includes(branch) &&
      !NOT_EFFORTS.test(branch) &&
      !integrationPattern.test(branch),
  );
  const groups = groupsOf(candidates);
  const chosen = groups.filter((group) => EFFORT_PREFIX.test(group.pattern));
  const patterns = (chosen.length > 0 ? chosen : groups).map((group) => group.pattern);
  const proposed = patterns.length > 0 ? patterns : candidates.slice(0, MOST_NAMED_BRANCHES);
  return {
    target,
    patterns: proposed,
    other_groups: chosen.length > 0 ? groups.filter((group) => !chosen.includes(group)) : [],
    worktrees: survey.worktree_branches.some(
      (branch) => candidates.includes(branch) && !isUnder(branch, patterns),
    ),
  };
}

/** Returns the branch that a repository usually lands on; null: it has none that could be meant. */
export function usualTarget(
  survey: Pick<Survey, 'branches' | 'current_branch' | 'remote_head'>,
): string | null {
  const wanted = [survey.remote_head, ...USUAL_TARGETS, survey.current_branch];
  return wanted.find((branch) => branch !== null && survey.branches.includes(branch)) ?? null;
}

/** Groups branches by prefix. Keeps the prefixes that at least two branches share, largest group first. */
function groupsOf(branches: readonly string[]): readonly BranchGroup[] {
  const counts = new Map<string, number>();
  for (const branch of branches) {
    const slash = branch.lastIndexOf('/');
    if (slash > 0) counts.set(branch.slice(0, slash), (counts.get(branch.slice(0, slash)) ?? 0) + 1);
  }
  return [...counts]
    .filter(([, count]) => count >= 2)
    .map(([prefix, count]) => ({ pattern: `${prefix}/*`, branches: count }))
    .sort((a, b) => b.branches - a.branches || (a.pattern < b.pattern ? -1 : 1));
}

function isUnder(branch: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => branch.startsWith(pattern.slice(0, -1)));
}
