/** Asks git what a plan says of the repository beside the branches: where they are checked out, and what is not committed there. */

import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import {
  type CheckoutFacts,
  checkoutFindings,
} from '../../../domain/integration/plan-facts/target-checkouts.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { LocalChanges, WorktreeInfo } from '../../../ports/git.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** Returns what is worth knowing before anything is touched. Nothing of it stops anybody, so nothing that fails here does. */
export async function gatherFindings(
  ports: PlanPorts,
  state: IntegrationState,
  { worktrees, looked }: { readonly worktrees: readonly WorktreeInfo[]; readonly looked: readonly Looked[] },
): Promise<readonly PlanFinding[]> {
  const target = await ports.history.followed(state.target);
  const checkouts = await Promise.all(
    worktrees
      .filter(({ branch }) => branch === target)
      .map(
        async (worktree): Promise<CheckoutFacts> => ({ ...worktree, local: await localIn(ports, worktree) }),
      ),
  );
  const paths = new Set(looked.flatMap(({ changed }) => changed.map(({ path }) => path)));
  return checkoutFindings(state.target, checkouts, { paths, mode: state.settings.landing.mode });
}

async function localIn({ history }: PlanPorts, { path, folder }: WorktreeInfo): Promise<LocalChanges | null> {
  return folder.is === 'there' ? history.localChanges(path) : null;
}
