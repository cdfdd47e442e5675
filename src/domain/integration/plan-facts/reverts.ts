/**
 * Finds which work in the target was reverted there, from its commits and from what their messages name. Whether the lines are back by
 * now is asked of the content, in `reverted-lines.ts`.
 */

import type { CommitGraph, Revert } from '../../shared/commit-graph.ts';
import type { Sha } from '../../shared/ids.ts';

/** A revert that was not reverted itself. */
interface StandingRevert {
  readonly commit: Sha;
  /** The commits whose changes it took out. */
  readonly covers: ReadonlySet<Sha>;
  /** Where they came into the line that it stands on: a merge, or the one commit itself. */
  readonly merged_in: Sha;
}

/** Work that an effort stands on, or is. */
export interface RevertedWork {
  readonly merged_in: Sha;
  /** Whether it came with the target: the effort began on commits that were reverted later, or the target was moved forward to it. */
  readonly is_start: boolean;
  /** Newest first, as `git revert` would have to take them back; empty: no message says so, only the content. */
  readonly reverts: readonly Sha[];
}

/** Returns the reverts that stand: each is judged by those after it. Expects and returns them newest first. */
export function standingReverts(
  { parentsOf, named, reach, lineOf, broughtBy }: CommitGraph,
  reverts: readonly Revert[],
): readonly StandingRevert[] {
  const standing: StandingRevert[] = [];
  for (const { commit, reverts: what } of reverts) {
    if (standing.some(({ covers }) => covers.has(commit))) continue;
    const line = lineOf(commit);
    for (const { commit: name, mainline } of what) {
      const reverted = named(name);
      const merged_in = reverted === null ? null : broughtBy(line, reverted);
      if (reverted === null || merged_in === null || reverted === commit) continue;
      const [first, ...others] = parentsOf(reverted);
      const onto = mainline === null ? null : named(mainline);
      const below = others.length === 0 ? null : (onto ?? first ?? null);
      const covered = below === null ? [reverted] : [...reach([reverted])].filter(outside(reach([below])));
      standing.push({ commit, covers: new Set(covered), merged_in });
    }
  }
  return standing;
}

/**
 * Finds the reverts of what an effort has in the target; null: there are none. What came to it with the target itself is no work of its
 * own, and counts only where the effort joins the target at the very commits that were reverted.
 */
export function revertsOf(
  { reach, lineOf }: CommitGraph,
  standing: readonly StandingRevert[],
  joins: readonly Sha[],
): RevertedWork | null {
  const [first] = joins;
  if (first === undefined || standing.length === 0) return null;
  const known = reach(joins);
  const unknown = standing.filter(({ commit }) => !known.has(commit));
  const own_line = new Set(lineOf(first));
  const found = unknown.filter(({ covers, merged_in }) => {
    const own = known.has(merged_in) ? own_line : known;
    return [...covers].some((commit) => commit !== merged_in && own.has(commit));
  });
  const is_start = found.length === 0;
  for (const commit of is_start ? lineOf(first) : []) {
    const revert = unknown.find(({ covers, merged_in }) => merged_in === commit && covers.has(commit));
    if (revert === undefined) break;
    found.push(revert);
  }
  const merged_in = found[0]?.merged_in;
  const newest_first = standing.filter((each) => found.includes(each)).map(({ commit }) => commit);
  return merged_in === undefined ? null : { merged_in, is_start, reverts: [...new Set(newest_first)] };
}

function outside(commits: ReadonlySet<Sha>): (commit: Sha) => boolean {
  return (commit) => !commits.has(commit);
}
