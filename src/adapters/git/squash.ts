/**
 * Finds out whether a branch stands in the target under other names: squashed, rebased or cherry-picked. Three signs, cheapest first;
 * each is exact about what it says, none is a guess by titles or dates.
 */
import type { Sha } from '../../domain/shared/ids.ts';
import type { Foretell } from './forecast.ts';
import { onceFor } from './once.ts';
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
  '--no-prefix',
  '--no-color',
  '--diff-algorithm=myers',
];

/** Gives the question with its memory: each commit of the target is looked at once, however many branches are asked about. */
export function squashDetector(git: RunGit, foretell: Foretell): IsSquashedInto {
  const known = new Map<Sha, string>();
  const treeOfTarget = onceFor((target: Sha) => treeOf(git, target));
  const standingPatches = onceFor(countPatches);

  return async (tip, merge_base, target) => {
    const [merged] = await foretell([{ onto: target, incoming: tip }], target);
    if (merged?.tree && merged.conflicted.length === 0 && merged.tree === (await treeOfTarget(target)))
      return true;
    const standing = await standingPatches(`${merge_base}..${target}`);
    if (standing.size === 0) return false;
    const stands = (id: string, back: string) => (standing.get(id) ?? 0) > (standing.get(back) ?? 0);
    // A change that the target took and took back is not in it any more.
    const whole = await diff(merge_base, tip);
    if (standing.has(whole)) return stands(whole, await diff(tip, merge_base));
    const own = await commitsOf(`${merge_base}..${tip}`);
    // One commit alone is the whole; and what a merge commit of its own holds, no patch would show.
    if (own.has_merges || own.commits.length < 2) return false;
    const ids = await patchIds(own.commits);
    if (!ids.some((id) => id !== '') || !ids.every((id) => id === '' || standing.has(id))) return false;
    const backs = await readPatches(own.commits, ['-R']);
    return ids.every((id, index) => id === '' || stands(id, backs[index] ?? ''));
  };

  /** How often each patch was applied in a stretch of history. */
  async function countPatches(span: string): Promise<ReadonlyMap<string, number>> {
    const { commits } = await commitsOf(span);
    const counts = new Map<string, number>();
    const ids = (await patchIds(commits)).filter((id) => id !== '');
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
    return counts;
  }

  async function patchIds(commits: readonly Sha[]): Promise<readonly string[]> {
    const unknown = commits.filter((commit) => !known.has(commit));
    const ids = await readPatches(unknown, []);
    for (const [index, commit] of unknown.entries()) known.set(commit, ids[index] ?? '');
    return commits.map((commit) => known.get(commit) ?? '');
  }

  /** In the order of the commits; empty for one that changes nothing. */
  async function readPatches(commits: readonly Sha[], flags: readonly string[]): Promise<readonly string[]> {
    if (commits.length === 0) return [];
    const input = commits.map((commit) => `${commit}\n`).join('');
    const { stdout } = await git(['diff-tree', '--stdin', '--root', ...flags, ...PATCH], { input });
    const ids = new Map(patchesIn(stdout).map(({ commit, patch }) => [commit, patchId(patch)]));
    return commits.map((commit) => ids.get(commit) ?? '');
  }

  async function diff(from: Sha, to: Sha): Promise<string> {
    return patchId((await git(['diff-tree', ...PATCH, from, to])).stdout);
  }

  async function commitsOf(span: string) {
    const { stdout } = await git(['rev-list', '--parents', span, '--']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    const single = lines.map((line) => line.split(' ')).filter((names) => names.length <= 2);
    return { commits: single.map(([commit]) => commit as Sha), has_merges: single.length < lines.length };
  }
}
