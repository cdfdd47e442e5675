/** Asks git what a plan says of the repository beside the branches: where they are checked out, what is not committed, what was not pulled. */
import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { RefListing, WorktreeInfo } from '../../../ports/git.ts';
import { controlFilesOf } from './control-files.ts';
import { doubleWork } from './double-work.ts';
import { effortPatches } from './effort-patches.ts';
import { targetCheckouts, uncommittedWork } from './local-work.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';
import { collidingNames } from './similar-names.ts';
import { takenBackWork } from './taken-back-work.ts';
import { upstreamGaps } from './upstream-gaps.ts';

/** What a plan has found already. */
interface Seen {
  readonly refs: RefListing;
  readonly worktrees: readonly WorktreeInfo[];
  readonly looked: readonly Looked[];
  readonly target_base: Sha;
}

/** Returns what is worth knowing before anything is touched. Nothing of it stops anybody, so nothing that fails here does. */
export async function gatherFindings(
  ports: PlanPorts,
  state: IntegrationState,
  seen: Seen,
): Promise<readonly PlanFinding[]> {
  const onto = { target: state.target, target_base: seen.target_base };
  const patches = effortPatches(ports, seen.looked);
  const parts = await Promise.allSettled([
    upstreamGaps(
      ports.history,
      state.target,
      seen.looked.map(({ effort }) => effort),
      seen.refs,
    ),
    targetCheckouts(ports, state, seen),
    uncommittedWork(ports, seen),
    collidingNames(ports, state, seen),
    controlFilesOf(ports, seen.looked),
    takenBackWork(ports, patches, onto),
    patches.then((read) => doubleWork(ports, read, onto)),
  ]);
  return parts.flatMap((part) => {
    if (part.status === 'fulfilled') return part.value;
    if (part.reason instanceof IntorchError) return [];
    throw part.reason;
  });
}
