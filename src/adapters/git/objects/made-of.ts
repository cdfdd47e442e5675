import type { Sha } from '../../../domain/shared/ids.ts';
import { FOLDER } from '../process/raw-numbers.ts';
import type { Git } from '../process/run.ts';
import { readObjects } from './cat-file.ts';
import { readCommits } from './commit-object.ts';
import { type Listed, parseTree } from './trees.ts';

type Folder = ReadonlyMap<string, Listed>;

/**
 * Checks whether a merge of known commits needs nothing but what they have and objects that are known to be there. It reads the folders in
 * which the merge differs from all of them, whatever the size of the tree. false: it needs something else, or that cannot be seen.
 */
export async function isMadeOf(
  git: Git,
  commit: Sha,
  known: readonly Sha[],
  has: (object: Sha) => boolean,
): Promise<boolean> {
  const [merge, ...others] = await readCommits(git, [commit, ...known]);
  if (merge === undefined || !has(commit) || !merge.parents.every((parent) => known.includes(parent)))
    return false;
  let level = [{ tree: merge.tree, beside: others.map(({ tree }) => tree) }].filter(isNew);
  while (level.length > 0) {
    if (!level.every(({ tree }) => has(tree))) return false;
    const folders = await foldersOf(
      git,
      level.flatMap(({ tree, beside }) => [tree, ...beside]),
    );
    if (folders === null) return false;
    const entries = level.flatMap(({ tree, beside }) =>
      [...(folders.get(tree) ?? [])].map(([name, { mode, blob }]) => {
        const there = beside.flatMap((other) => folders.get(other)?.get(name) ?? []);
        return { tree: blob, mode, there };
      }),
    );
    const fresh = entries.filter(({ tree, there }) => !there.some(({ blob }) => blob === tree));
    if (!fresh.every(({ tree, mode }) => mode === SUBMODULE || has(tree))) return false;
    level = fresh
      .filter(({ mode }) => mode === FOLDER)
      .map(({ tree, there }) => ({
        tree,
        beside: there.filter(({ mode }) => mode === FOLDER).map(({ blob }) => blob),
      }));
  }
  return true;
}

const SUBMODULE = '160000';

function isNew({ tree, beside }: { readonly tree: Sha; readonly beside: readonly Sha[] }): boolean {
  return !beside.includes(tree);
}

/** null: one of them cannot be read. */
async function foldersOf(git: Git, trees: readonly Sha[]): Promise<ReadonlyMap<Sha, Folder> | null> {
  const distinct = [...new Set(trees)];
  const read = await readObjects(git, distinct);
  const folders = new Map<Sha, Folder>();
  for (const [index, tree] of distinct.entries()) {
    const object = read[index];
    if (object?.type !== 'tree') return null;
    folders.set(tree, parseTree(object.text, tree.length / 2));
  }
  return folders;
}
