/** The commits of a target: those since a branch left it, and which paths each changes. Each is read once, however many branches ask. */
import { commitGraph, type Parents } from '../../../../domain/shared/commit-graph.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import { batch } from '../../../async/batch.ts';
import { memoizeBy } from '../../../async/memoize.ts';
import { listEach } from '../../merging/listed-changes.ts';
import type { Git } from '../../process/run.ts';

export interface TargetCommits {
  /** The newest commits of a history with their parents. */
  readonly newest: (tip: Sha) => Promise<Parents>;
  /** Commits of a target that a base does not have, without merges. */
  readonly since: (base: Sha, target: Sha) => Promise<readonly Sha[]>;
  /** The paths that each commit changes, as one text. Empty for a merge. */
  readonly pathsOf: (commits: readonly Sha[]) => Promise<readonly string[]>;
}

/** Makes one text of paths, the same for the same paths. */
export function pathKey(paths: readonly string[]): string {
  return paths.toSorted().join('\0');
}

/** Creates the reader of a target's commits. */
export function targetCommits(git: Git, newest: TargetCommits['newest']): TargetCommits {
  const known = new Map<Sha, string>();
  const graphOf = memoizeBy(async (target: Sha) => {
    const parents = await newest(target);
    return { parents, graph: commitGraph(parents) };
  });
  const since = memoizeBy(async (range: string) => {
    const [base, target] = range.split(' ') as [Sha, Sha];
    const { parents, graph } = await graphOf(target);
    if (!parents.has(base)) return listedSince(git, base, target);
    const below = graph.reach([base]);
    return [...parents].flatMap(([commit, { length }]) => (length > 1 || below.has(commit) ? [] : [commit]));
  });
  const read = batch(async (lists: readonly (readonly Sha[])[]) => {
    const unknown = [...new Set(lists.flat())].filter((commit) => !known.has(commit));
    const found = await listEach(git, unknown, ['--root']);
    for (const [index, commit] of unknown.entries())
      known.set(commit, pathKey((found[index] ?? []).map(([path]) => path)));
    return lists.map((commits) => commits.map((commit) => known.get(commit) ?? ''));
  });
  return {
    newest,
    pathsOf: (commits) => (commits.length === 0 ? Promise.resolve([]) : read(commits)),
    since: (base, target) => since(`${base} ${target}`),
  };
}

async function listedSince(git: Git, base: Sha, target: Sha): Promise<readonly Sha[]> {
  const { stdout } = await git(['rev-list', '--no-merges', `${base}..${target}`, '--']);
  return stdout.split('\n').filter((line) => line !== '') as Sha[];
}
