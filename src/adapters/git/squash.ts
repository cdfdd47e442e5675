/**
 * Finds out whether a branch stands in the target under other names: squashed, rebased or cherry-picked. Three signs, cheapest first;
 * each is exact about what it says, none is a guess by titles or dates.
 */
import type { Sha } from '../../domain/shared/ids.ts';
import type { Foretell } from './forecast.ts';
import { patchesIn, patchId } from './patch-id.ts';
import type { RunGit } from './run.ts';
import { treeOf } from './trees.ts';

export type IsSquashedInto = (tip: Sha, merge_base: Sha, target: Sha) => Promise<boolean>;

/** Plain patches, whatever the configuration says; full object names, because binary files are compared by them. */
const PATCH = [
  '-p',
  '--full-index',
  '--no-ext-diff',
  '--no-textconv',
  '--no-renames',
  '--no-color',
  '--diff-algorithm=myers',
];

/** Gives the question with its memory: each commit of the target is looked at once, however many branches are asked about. */
export function squashDetector(git: RunGit, foretell: Foretell): IsSquashedInto {
  const known = new Map<Sha, string>();

  return async (tip, merge_base, target) => {
    const [merged] = await foretell([{ onto: target, incoming: tip }], target);
    if (merged?.tree && merged.conflicted.length === 0 && merged.tree === (await treeOf(git, target)))
      return true;
    const standing = await standingPatches(merge_base, target);
    if (standing.size === 0) return false;
    const whole = await diff(merge_base, tip);
    // A change that the target took and took back is not in it any more.
    if (standing.get(whole) && (standing.get(whole) ?? 0) > (standing.get(await diff(tip, merge_base)) ?? 0))
      return true;
    const own = await commitsOf(merge_base, tip, '--full-history');
    const ids = await patchIds(own.commits);
    return !own.has_merges && ids.length > 0 && ids.every((id) => standing.has(id));
  };

  /** How often each patch was applied to the target since the merge base. */
  async function standingPatches(merge_base: Sha, target: Sha): Promise<ReadonlyMap<string, number>> {
    const { commits } = await commitsOf(merge_base, target);
    const counts = new Map<string, number>();
    for (const id of await patchIds(commits)) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  async function patchIds(commits: readonly Sha[]): Promise<readonly string[]> {
    const unknown = commits.filter((commit) => !known.has(commit));
    if (unknown.length > 0) {
      const input = unknown.map((commit) => `${commit}\n`).join('');
      const { stdout } = await git(['diff-tree', '--stdin', '--root', ...PATCH], { input });
      for (const commit of unknown) known.set(commit, '');
      for (const { commit, patch } of patchesIn(stdout)) known.set(commit, patchId(patch));
    }
    return commits.flatMap((commit) => known.get(commit) || []);
  }

  async function diff(from: Sha, to: Sha): Promise<string> {
    return patchId((await git(['diff-tree', ...PATCH, from, to])).stdout);
  }

  async function commitsOf(base: Sha, tip: Sha, ...more: readonly string[]) {
    const { stdout } = await git(['rev-list', '--parents', ...more, tip, `^${base}`, '--']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    const single = lines.map((line) => line.split(' ')).filter((names) => names.length <= 2);
    return { commits: single.map(([commit]) => commit as Sha), has_merges: single.length < lines.length };
  }
}
