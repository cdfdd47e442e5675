/**
 * Detects whether the target contains a branch as other commits: squashed, rebased or cherry-picked. It checks three signs, fastest
 * first. Each is exact; none guesses by titles or dates.
 */
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { batch } from '../../async/batch.ts';
import { memoizeBy } from '../../async/memoize.ts';
import type { Forecasts } from '../merging/forecast.ts';
import { treeOf } from '../objects/trees.ts';
import type { Git } from '../process/run.ts';
import { patchId, splitPatches } from './patch-id.ts';

export type IsSquashedInto = (tip: Sha, base: Base, target: Sha) => Promise<boolean>;

interface Base {
  readonly merge_base: Sha;
  /** The merge base where the target has its changes as other commits; null: it has the commit. */
  readonly squashed: Sha | null;
}

/** Plain patches, whatever the configuration. Full object names, because binary files are compared by them. */
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

interface Span {
  readonly from: Sha;
  readonly to: Sha;
}

/** Computes the IDs of many changes between two commits, all in one process. */
async function diffs(git: Git, spans: readonly Span[]): Promise<readonly string[]> {
  const input = spans.map(({ from, to }) => `${to} ${from}\n`).join('');
  const { stdout } = await git(['diff-tree', '--stdin', '--always', ...PATCH], { input });
  const patches = splitPatches(stdout);
  const fits = patches.length === spans.length && spans.every(({ to }, at) => patches[at]?.commit === to);
  if (!fits) throw new IntorchError('GIT_FAILED', 'git diff-tree gives other changes than asked for');
  return patches.map(({ patch }) => patchId(patch));
}

/** Creates a memoizing detector: it reads each commit of the target once, however many branches are checked. */
export function squashDetector(git: Git, forecasts: Forecasts): IsSquashedInto {
  const known = new Map<Sha, string>();
  const treeOfTarget = memoizeBy((target: Sha) => treeOf(git, target));
  const standingPatches = memoizeBy(countPatches);
  const diff = batch((spans: readonly Span[]) => diffs(git, spans));
  const patchIdOf = batch(patchIds);
  const mergedInto = memoizeBy(async (target: Sha) =>
    batch(async (branches: readonly (Base & { readonly tip: Sha })[]) => {
      const apart = branches.filter(({ merge_base }) => merge_base !== target);
      const pairs = apart.map(({ tip, squashed }) => ({ onto: target, incoming: tip, squashed }));
      const merged = await forecasts.merges(pairs, target);
      const outcomes = new Map(apart.map((branch, index) => [branch, merged[index]]));
      // Merging a branch that starts at the target yields the branch's own tree.
      return Promise.all(
        branches.map(async (branch) => {
          const outcome = outcomes.get(branch);
          if (outcome === undefined) return treeOf(git, branch.tip);
          return outcome.conflicted.length === 0 ? outcome.tree : null;
        }),
      );
    }),
  );

  return async (tip, base, target) => {
    const { merge_base } = base;
    const merged = await (await mergedInto(target))({ tip, ...base });
    if (merged !== null && merged === (await treeOfTarget(target))) return true;
    if (merge_base === target) return false;
    // Ask all in one tick, so that questions about many branches share batches.
    const [standing, whole, newest] = await Promise.all([
      standingPatches(`${merge_base}..${target}`),
      diff({ from: merge_base, to: tip }),
      patchIdOf(tip),
    ]);
    if (standing.size === 0) return false;
    const stands = (id: string, back: string) => (standing.get(id) ?? 0) > (standing.get(back) ?? 0);
    // A change that the target took and then reverted is no longer in it.
    if (standing.has(whole)) return stands(whole, await diff({ from: tip, to: merge_base }));
    // If the target had all of the branch's commits, it would have the newest.
    if (newest !== '' && !standing.has(newest)) return false;
    const own = await commitsOf(`${merge_base}..${tip}`);
    // A single commit equals the whole change, checked above. And no patch shows what a merge commit of the branch contains.
    if (own.has_merges || own.commits.length < 2) return false;
    const ids = await patchIds(own.commits);
    if (!ids.some((id) => id !== '') || !ids.every((id) => id === '' || standing.has(id))) return false;
    const backs = await readPatches(own.commits, ['-R']);
    return ids.every((id, index) => id === '' || stands(id, backs[index] ?? ''));
  };

  /** Counts how often each patch was applied in a range of history. */
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

  /** Computes patch IDs in the order of the commits; empty for one that changes nothing. */
  async function readPatches(commits: readonly Sha[], flags: readonly string[]): Promise<readonly string[]> {
    if (commits.length === 0) return [];
    const input = commits.map((commit) => `${commit}\n`).join('');
    const { stdout } = await git(['diff-tree', '--stdin', '--root', ...flags, ...PATCH], { input });
    const ids = new Map(splitPatches(stdout).map(({ commit, patch }) => [commit, patchId(patch)]));
    return commits.map((commit) => ids.get(commit) ?? '');
  }

  async function commitsOf(span: string) {
    const { stdout } = await git(['rev-list', '--parents', span, '--']);
    const lines = stdout.split('\n').filter((line) => line !== '');
    const single = lines.map((line) => line.split(' ')).filter((names) => names.length <= 2);
    return { commits: single.map(([commit]) => commit as Sha), has_merges: single.length < lines.length };
  }
}
