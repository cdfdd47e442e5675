/** Asks git what a plan says of the repository beside the branches: where they are checked out, what is not committed, what was not pulled. */
import { upstreamFindings } from '../../../domain/integration/plan-facts/behind-upstream.ts';
import { nameFindings } from '../../../domain/integration/plan-facts/colliding-names.ts';
import type { PlanFinding } from '../../../domain/integration/plan-facts/plan-finding.ts';
import {
  type CheckoutFacts,
  checkoutFindings,
} from '../../../domain/integration/plan-facts/target-checkouts.ts';
import {
  type EffortCheckout,
  uncommittedFindings,
} from '../../../domain/integration/plan-facts/uncommitted-work.ts';
import type { Effort, IntegrationState } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { BranchName, Sha } from '../../../domain/shared/ids.ts';
import type { ChangedPath, History, RefListing, WorktreeInfo } from '../../../ports/git.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** What a plan has found already. */
interface Seen {
  readonly refs: RefListing;
  readonly worktrees: readonly WorktreeInfo[];
  readonly looked: readonly Looked[];
  readonly target_base: Sha;
}

/** Limit of worktrees to look into: each takes a process. */
const MOST_WORKTREES = 100;
/** Limit of new paths to compare. */
const MOST_ADDED = 20_000;

/** Returns what is worth knowing before anything is touched. Nothing of it stops anybody, so nothing that fails here does. */
export async function gatherFindings(
  ports: PlanPorts,
  state: IntegrationState,
  seen: Seen,
): Promise<readonly PlanFinding[]> {
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
  ]);
  return parts.flatMap((part) => {
    if (part.status === 'fulfilled') return part.value;
    if (part.reason instanceof IntorchError && part.reason.code === 'GIT_FAILED') return [];
    throw part.reason;
  });
}

/** Says which of the target and the efforts lack what their upstreams have, as of the last fetch. */
export async function upstreamGaps(
  { upstreams }: Pick<History, 'upstreams'>,
  target: BranchName,
  efforts: readonly Pick<Effort, 'name' | 'branch' | 'ref'>[],
  { tips }: RefListing,
): Promise<readonly PlanFinding[]> {
  const locals = efforts.filter(({ ref }) => ref.startsWith('refs/heads/'));
  const found = await upstreams([target, ...locals.map(({ branch }) => branch)], new Set(tips.keys()));
  return upstreamFindings(target, locals, found);
}

async function targetCheckouts({ history }: PlanPorts, state: IntegrationState, { worktrees, looked }: Seen) {
  const target = await history.followed(state.target);
  const checkouts = worktrees
    .filter(({ branch }) => branch === target)
    .map(async (worktree): Promise<CheckoutFacts> => {
      const isThere = worktree.folder.is === 'there';
      return { ...worktree, local: isThere ? await history.localChanges(worktree.path) : null };
    });
  const paths = new Set(looked.flatMap(({ changed }) => changed.map(({ path }) => path)));
  const { mode } = state.settings.landing;
  return checkoutFindings(state.target, await Promise.all(checkouts), { paths, mode });
}

/** Looks into the worktrees of efforts, and into no other. Whatever is in them stays as it is. */
async function uncommittedWork({ history }: PlanPorts, { worktrees, looked }: Seen) {
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

/** Compares the names that efforts add with each other and with those of the target. */
async function collidingNames(
  { objects }: PlanPorts,
  { target }: IntegrationState,
  { looked, target_base }: Seen,
) {
  const open = looked.filter(({ effort }) => effort.status === 'PENDING');
  const pathsOf = (status: ChangedPath['status']) =>
    open.flatMap(({ effort, changed }) =>
      changed.filter((change) => change.status === status).map(({ path }) => ({ effort: effort.name, path })),
    );
  const added = pathsOf('A').slice(0, MOST_ADDED);
  const there = await objects.similarPaths(
    target_base,
    added.map(({ path }) => path),
  );
  const removed = new Set(pathsOf('D').map(({ path }) => path));
  return nameFindings(
    target,
    added,
    there.filter((path) => !removed.has(path)),
  );
}
