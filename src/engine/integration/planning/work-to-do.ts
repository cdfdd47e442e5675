/** What there is to integrate, judged before a session is made: wrong names and nothing to do are no reason for one. */
import { integrationPattern } from '../../../domain/config/integration-branch.ts';
import type { Settings } from '../../../domain/config/settings.ts';
import { nothingFound, nothingToMerge } from '../../../domain/integration/selectors/effort-status.ts';
import { findingParts } from '../../../domain/integration/selectors/findings.ts';
import { type BranchName, branchRef, localBranch, type Sha } from '../../../domain/shared/ids.ts';
import type { History, Objects } from '../../../ports/git.ts';
import { discoverEfforts, unreadableBranches } from './discover.ts';
import { effortsOf } from './efforts-of.ts';

/** Nothing is to be done. */
export interface Idle {
  readonly because: string;
  /** The branches that could be named, where none was found. */
  readonly branches: readonly BranchName[];
}

/** Returns why there is nothing to integrate; null: there is something, or something to say of the branches. @throws WRONG_USE for wrong names */
export async function idleBecause(
  { history, objects }: { readonly history: History; readonly objects: () => Promise<Objects> },
  settings: Settings,
  outside: { readonly target: BranchName; readonly integration_branch: BranchName },
): Promise<Idle | null> {
  const { target } = outside;
  const [refs, worktrees] = await Promise.all([
    history.allRefs(['refs/heads/', 'refs/remotes/']),
    settings.efforts.worktrees ? history.worktrees() : [],
  ]);
  const found = { refs, worktrees };
  const candidates = discoverEfforts(found, settings, outside);
  const tip = refs.tips.get(branchRef(target));
  if (tip === undefined || unreadableBranches(found, settings).length > 0) return null;
  for (const candidate of candidates) if (!(await isIn(history, candidate.tip, tip))) return null;
  if (candidates.length > 0) {
    // By its commits. Its content may have been reverted.
    const ports = { history, objects: await objects() };
    const { linked, findings } = await effortsOf(ports, { settings, target }, candidates, tip);
    const said = findings.map((finding) => findingParts(finding).join(': '));
    return { because: [nothingToMerge(linked, target), ...said].join('\n  '), branches: [] };
  }
  const branches = [...refs.tips.keys()]
    .flatMap((ref) => localBranch(ref) ?? [])
    .filter((branch) => branch !== target && !integrationPattern.test(branch));
  return { because: nothingFound(settings), branches: branches.toSorted() };
}

/** Where git cannot compare the two, the plan tells why. */
async function isIn(
  history: Pick<History, 'isAncestor' | 'isSquashedInto'>,
  tip: Sha,
  target: Sha,
): Promise<boolean> {
  try {
    return (await history.isAncestor(tip, target)) || (await history.isSquashedInto(tip, target));
  } catch {
    return false;
  }
}
