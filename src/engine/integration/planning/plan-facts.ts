/** Asks git what a plan says of the repository beside the branches: where they are checked out, what is not committed, what was not pulled. */
import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { RefListing, WorktreeInfo } from '../../../ports/git.ts';
import { controlFilesOf } from './control-files.ts';
import { knownPart } from './known-part.ts';
import { targetCheckouts, uncommittedWork } from './local-work.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';
import { doubleWork } from './patches/double-work.ts';
import { effortPatches } from './patches/effort-patches.ts';
import { takenBackWork } from './patches/taken-back-work.ts';
import { collidingNames } from './similar-names.ts';
import { upstreamGaps } from './upstream-gaps.ts';

/** What a plan has found already. */
interface Seen {
  readonly refs: RefListing;
  readonly worktrees: readonly WorktreeInfo[];
  readonly looked: readonly Looked[];
  readonly target_base: Sha;
}

/** Returns what is worth knowing before anything is touched. Nothing of it stops anybody, so nothing that fails here does: it is named. */
export async function gatherFindings(
  ports: PlanPorts,
  state: IntegrationState,
  seen: Seen,
): Promise<readonly PlanFinding[]> {
  const efforts = seen.looked.map(({ effort }) => effort);
  const patches = effortPatches(ports, seen.looked);
  const parts = [
    ['upstreams', upstreamGaps(ports.history, state.target, efforts, seen.refs)],
    ['checkouts', targetCheckouts(ports, state, seen)],
    ['uncommitted', uncommittedWork(ports, seen)],
    ['names', collidingNames(ports, state, seen)],
    ['control_files', controlFilesOf(ports, seen.looked)],
    ['taken_back', takenBackWork(ports, patches, seen.target_base)],
    ['double_work', patches.then((read) => doubleWork(ports, read, seen.target_base))],
  ] as const;
  const found = await Promise.all(parts.map(([part, asked]) => knownPart(part, state.target, asked)));
  return found.flatMap(({ known, findings }) => [...(known ?? []), ...findings]);
}
