import type { Sha } from '../../../domain/shared/ids.ts';
import type { History } from '../../../ports/git.ts';

/** More commits of one branch are not compared: each is a merge in memory. */
const MOST_COMPARED = 60;

/**
 * Finds the latest commit on a branch's own first-parent line whose changes since the fork the target has as other commits: the tip of a
 * parent that was squashed or rebased into the target, or of several, one after the other. null: there is none, or it was taken back.
 */
export async function squashedPart(
  history: Pick<History, 'touchedPaths' | 'firstParentLine' | 'isSquashedInto'>,
  { fork, tip }: { readonly fork: Sha; readonly tip: Sha },
  target: Sha,
  step: () => Promise<void> = async () => {},
): Promise<Sha | null> {
  if (fork === tip || fork === target) return null;
  const pathsOf = (to: Sha) => history.touchedPaths(fork, to);
  const [there, here] = await Promise.all([pathsOf(target), pathsOf(tip)]);
  await step();
  const touched = new Set(there);
  // A change that the target has is at paths that it has changed: most branches share none with it.
  if (!here.some((path) => touched.has(path))) return null;
  const parted = await history.firstParentLine(fork, tip);
  await step();
  const line = parted.map(({ commit }) => commit).toReversed();
  // Without a merge on the line, all of its commits left the target where the branch did.
  const from = parted.every(({ parents }) => parents.length === 1) ? fork : null;
  const alike = await Promise.all(
    line.slice(0, MOST_COMPARED).map(async (commit) => {
      const paths = await pathsOf(commit);
      return paths.length > 0 && paths.every((path) => touched.has(path)) ? [commit] : [];
    }),
  );
  await step();
  return latestAbove([null], alike.flat());

  /** Looks again above those that are found: the next may have come in by itself, and not together with all below it. */
  async function latestAbove(bases: readonly (Sha | null)[], commits: readonly Sha[]): Promise<Sha | null> {
    const isIn = async (commit: Sha) => {
      const asked = bases.map((base) =>
        history.isSquashedInto(commit, target, { fork: from, squashed: base }),
      );
      return (await Promise.all(asked)).includes(true);
    };
    const are_in = await Promise.all(commits.map(isIn));
    await step();
    const found = commits.filter((_, index) => are_in[index]);
    const latest = are_in.lastIndexOf(true);
    return latest === -1 ? (bases.at(-1) ?? null) : latestAbove(found, commits.slice(latest + 1));
  }
}
