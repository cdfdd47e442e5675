/** Looks into worktrees: the target's, and those of efforts. Whatever is in them stays as it is. */
import {
  type CheckoutFacts,
  checkoutFindings,
} from '../../../domain/integration/plan-facts/checkout-findings.ts';
import {
  type EffortCheckout,
  uncommittedFindings,
} from '../../../domain/integration/plan-facts/uncommitted-work.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { BranchName } from '../../../domain/shared/ids.ts';
import type { History, WorktreeInfo } from '../../../ports/git.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

interface Seen {
  readonly worktrees: readonly WorktreeInfo[];
  readonly looked: readonly Looked[];
}

/** Limit of worktrees to look into: each takes a process. */
const MOST_WORKTREES = 100;

/** Says where the target is checked out, and what is not committed there. */
export async function targetCheckouts(
  { history }: PlanPorts,
  state: IntegrationState,
  { worktrees, looked }: Seen,
) {
  const checkouts = await lookIntoCheckouts(history, state.target, worktrees);
  const paths = new Set(looked.flatMap(({ changed }) => changed.map(({ path }) => path)));
  const { mode } = state.settings.landing;
  return checkoutFindings(state.target, checkouts, { paths, mode });
}

/** Looks into the worktrees that have a branch checked out. */
export async function lookIntoCheckouts(
  history: Pick<History, 'followed' | 'localChanges'>,
  branch: BranchName,
  worktrees: readonly WorktreeInfo[],
): Promise<readonly CheckoutFacts[]> {
  const followed = await history.followed(branch);
  const checkouts = worktrees
    .filter((worktree) => worktree.branch === followed)
    .map(async (worktree): Promise<CheckoutFacts> => {
      const isThere = worktree.folder.is === 'there';
      return { ...worktree, local: isThere ? await history.localChanges(worktree.path) : null };
    });
  return Promise.all(checkouts);
}

/** Says what is not committed in the worktrees of efforts. Looks into no other. */
export async function uncommittedWork({ history }: PlanPorts, { worktrees, looked }: Seen) {
  const held = looked.flatMap(({ effort: { name, branch, ref } }) => {
    const own = ref.startsWith('refs/heads/') ? worktrees.filter((each) => each.branch === branch) : [];
    return own.flatMap(({ path, folder }) => {
      if (folder.is === 'gone') return [];
      return [{ name, path: folder.is === 'moved' ? folder.to : path }];
    });
  });
  const read = held
    .slice(0, MOST_WORKTREES)
    .map(async ({ name, path }): Promise<readonly EffortCheckout[]> => {
      const local = await history.localChanges(path);
      return local === null ? [] : [{ effort: name, path, local }];
    });
  return uncommittedFindings((await Promise.all(read)).flat());
}
