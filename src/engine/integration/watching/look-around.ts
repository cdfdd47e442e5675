/** This folder: looks at branches and worktrees again and again, and plans as if what is not committed were. */

import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { UncommittedWork } from '../../../domain/integration/watch/watch-view.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import {
  branchRef,
  type EffortName,
  type Instant,
  type RefName,
  type Sha,
} from '../../../domain/shared/ids.ts';
import type { History, Objects, RefListing, WorktreeInfo } from '../../../ports/git.ts';
import type { WorktreeSnapshots } from '../../../ports/worktree-snapshots.ts';
import { type Candidate, discoverEfforts } from '../planning/discover.ts';

export interface WatchPorts {
  readonly history: Pick<History, 'allRefs' | 'worktrees'>;
  /** Writes outside of the repository. */
  readonly objects: Pick<Objects, 'writeCommit'>;
  readonly snapshots: WorktreeSnapshots;
}

/** Where branches and worktrees are at one moment. */
export interface Surroundings {
  /** All refs; a branch with uncommitted work is at a commit of that work. */
  readonly refs: RefListing;
  readonly worktrees: readonly WorktreeInfo[];
  readonly target_base: Sha;
  /** Where the branches of efforts really are. */
  readonly tips: ReadonlyMap<EffortName, Sha>;
  readonly uncommitted: readonly UncommittedWork[];
  /** How many worktrees were looked into. */
  readonly looked_into: number;
  /** The same text for the same surroundings. */
  readonly key: string;
}

/** Limit of worktrees to look into: each takes processes. */
const MOST_WORKTREES = 100;

/** Creates what looks around. The same work on the same tip has the same commit each time. */
export function lookingAround({ history, objects, snapshots }: WatchPorts) {
  let written = new Map<string, Sha>();

  return async (
    state: Pick<IntegrationState, 'settings' | 'target' | 'integration_branch' | 'identity'>,
    at: Instant,
  ): Promise<Surroundings> => {
    const [refs, worktrees] = await Promise.all([
      history.allRefs(['refs/heads/', 'refs/remotes/']),
      history.worktrees(),
    ]);
    const target_base = refs.tips.get(branchRef(state.target));
    if (target_base === undefined)
      throw new IntorchError('TARGET_MISSING', `there is no branch ${state.target} to integrate onto`);
    const candidates = discoverEfforts({ refs, worktrees }, state.settings, state);
    const places = candidates.flatMap((candidate) => placesOf(candidate, worktrees)).slice(0, MOST_WORKTREES);
    const seen = await Promise.all(
      places.map(async (place) => ({ ...place, snapshot: await snapshots.take(place.path) })),
    );
    const moved = new Map<RefName, Sha>();
    const kept = new Map<string, Sha>();
    const uncommitted: UncommittedWork[] = [];
    for (const { candidate, path, snapshot } of seen) {
      if (snapshot.is === 'clean') continue;
      const files = 'files' in snapshot ? snapshot.files : 0;
      uncommitted.push({ effort: candidate.name, path, is: snapshot.is, files });
      if (snapshot.is !== 'counted') continue;
      const key = `${candidate.tip} ${snapshot.tree}`;
      const commit =
        written.get(key) ??
        (await objects.writeCommit({
          tree: snapshot.tree,
          parents: [candidate.tip],
          message: 'Uncommitted work',
          identity: state.identity,
          at,
        }));
      kept.set(key, commit);
      moved.set(candidate.ref, commit);
    }
    written = kept;
    return {
      refs: { ...refs, tips: new Map([...refs.tips, ...moved]) },
      worktrees,
      target_base,
      tips: new Map(candidates.map(({ name, tip }) => [name, tip])),
      uncommitted,
      looked_into: seen.length,
      key: JSON.stringify([
        target_base,
        candidates.map(({ name, ref, tip }) => [name, moved.get(ref) ?? tip]),
        uncommitted.map(({ effort, is }) => [effort, is]),
      ]),
    };
  };
}

/** Returns the worktree of a branch. While it is rebased or bisected, what is in it does not stand on the branch. */
function placesOf(candidate: Candidate, worktrees: readonly WorktreeInfo[]) {
  if (!candidate.ref.startsWith('refs/heads/')) return [];
  const own = worktrees.find(
    ({ branch, busy, folder }) => branch === candidate.branch && busy === null && folder.is !== 'gone',
  );
  if (own === undefined) return [];
  return [{ candidate, path: own.folder.is === 'moved' ? own.folder.to : own.path }];
}
