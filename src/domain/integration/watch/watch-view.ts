/** This folder: what `intorch watch` compares and says. */
import type { BranchName, EffortName, Sha } from '../../shared/ids.ts';
import { heldBecause, isInTarget } from '../selectors/effort-status.ts';
import type { Effort, Forecast, IntegrationState } from '../state.ts';

/** Where two efforts collide in a file: the functions that both change there; else the lines, before the changes, that both change. */
export interface CollisionPlace {
  readonly file: string;
  readonly functions: readonly string[];
  /** null: not known, as in a file that both add. */
  readonly lines: { readonly first: number; readonly last: number } | null;
}

/** Work in the worktree of an effort that is not committed; it counts as a commit on its branch where it is `counted`. */
export interface UncommittedWork {
  readonly effort: EffortName;
  /** Absolute path of the worktree. */
  readonly path: string;
  /** `unstable`: it changed while it was read; `too_large`, `unreadable`: git was not asked, or does not say. */
  readonly is: 'counted' | 'unstable' | 'too_large' | 'unreadable';
  /** How many files are not as committed; 0: not known. */
  readonly files: number;
}

/** An effort as one look at the repository finds it. */
export interface WatchedEffort {
  readonly name: EffortName;
  readonly branch: BranchName;
  /** The commit that its branch is at, without uncommitted work. */
  readonly tip: Sha;
  readonly commits: number;
  readonly is: 'open' | 'in_target' | 'out';
  /** Why it is out; null: it is not. */
  readonly because: string | null;
}

/** What one look at the repository shows. */
export interface WatchView {
  readonly target: BranchName;
  readonly target_base: Sha;
  /** Worktrees that are looked into. */
  readonly worktrees: number;
  readonly efforts: readonly WatchedEffort[];
  readonly uncommitted: readonly UncommittedWork[];
  readonly with_target: Forecast['with_target'];
  readonly collisions: readonly Collision[];
}

export interface Collision {
  readonly a: EffortName;
  readonly b: EffortName;
  readonly places: readonly CollisionPlace[];
}

/** What is seen beside a plan. */
export interface Seen {
  readonly target_base: Sha;
  readonly worktrees: number;
  readonly uncommitted: readonly UncommittedWork[];
  /** Where the branches are; those with uncommitted work are planned elsewhere. */
  readonly tips: ReadonlyMap<EffortName, Sha>;
  readonly places: (pair: Forecast['pairs'][number]) => readonly CollisionPlace[];
}

/** Returns what a plan and a look at the worktrees show. */
export function watchView(
  { target, efforts_included, forecast }: Pick<IntegrationState, 'target' | 'efforts_included' | 'forecast'>,
  { places, tips, ...seen }: Seen,
): WatchView {
  const isCounted = ({ name }: Effort) =>
    seen.uncommitted.some(({ effort, is }) => effort === name && is === 'counted');
  return {
    ...seen,
    target,
    efforts: efforts_included.map((effort) => ({
      name: effort.name,
      branch: effort.branch,
      tip: tips.get(effort.name) ?? effort.tip,
      commits: effort.commits - (isCounted(effort) ? 1 : 0),
      is: isInTarget(effort) ? 'in_target' : effort.status === 'PENDING' && !effort.excluded ? 'open' : 'out',
      because: heldBecause(effort),
    })),
    with_target: forecast?.with_target ?? [],
    collisions: (forecast?.pairs ?? [])
      .filter(({ conflict }) => conflict)
      .map((pair) => ({ a: pair.a, b: pair.b, places: places(pair) })),
  };
}
