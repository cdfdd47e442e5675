import type { Sha } from '../../../domain/shared/ids.ts';
import type { History } from '../../../ports/git.ts';

/** More commits of one branch are not compared: each is a merge in memory. */
const MOST_COMPARED = 60;

/**
 * Finds the latest commit on a branch's own first-parent line whose changes since the fork the target has as other commits: the tip of a
 * parent that was squashed or rebased into the target, or of several, one after the other. null: there is none, or it was taken back.
 */
export async function squashedPart(
  history: Pick<History, 'changedPaths' | 'firstParentLine' | 'isSquashedInto'>,
  { fork, tip }: { readonly fork: Sha; readonly tip: Sha },
  target: Sha,
): Promise<Sha | null> {
  if (fork === tip || fork === target) return null;
  const pathsOf = async (to: Sha) => (await history.changedPaths(fork, to)).map(({ path }) => path);
  const [there, here] = await Promise.all([pathsOf(target), pathsOf(tip)]);
  const touched = new Set(there);
  // A change that the target has is at paths that it has changed: most branches share none with it.
  if (!here.some((path) => touched.has(path))) return null;
  const line = (await history.firstParentLine(fork, tip)).map(({ commit }) => commit).toReversed();
  const alike = await Promise.all(
    line.slice(0, MOST_COMPARED).map(async (commit) => {
      const paths = await pathsOf(commit);
      return paths.length > 0 && paths.every((path) => touched.has(path)) ? [commit] : [];
    }),
  );
  return latestAbove([null], alike.flat());

  /** Looks again above those that are found: the next may have come in by itself, and not together with all below it. */
  async function latestAbove(bases: readonly (Sha | null)[], commits: readonly Sha[]): Promise<Sha | null> {
    const isIn = async (commit: Sha) => {
      const asked = bases.map((base) => history.isSquashedInto(commit, target, base));
      return (await Promise.all(asked)).includes(true);
    };
    const are_in = await Promise.all(commits.map(isIn));
    const found = commits.filter((_, index) => are_in[index]);
    const latest = are_in.lastIndexOf(true);
    return latest === -1 ? (bases.at(-1) ?? null) : latestAbove(found, commits.slice(latest + 1));
  }
}
