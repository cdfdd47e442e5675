import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { decodePath } from '../process/path-bytes.ts';
import { FOLDER } from '../process/raw-numbers.ts';
import type { Git } from '../process/run.ts';
import { readObjects } from './cat-file.ts';
import { parseTree, treeOf } from './trees.ts';

/** Files in a folder. Their paths are bytes, relative to it. */
type Files = readonly TreeEntry[];

const NONE: Files = [];
const MOST_KNOWN = 200_000;

/**
 * Returns a function that finds all files of a certain name in a commit, in any folder. It lists the first tree completely; of later
 * trees it reads only folders that it has not seen.
 */
export function filesNamed(git: Git, name: string): (commit: Sha) => Promise<readonly TreeEntry[]> {
  const known = new Map<Sha, Files>();

  const filesIn = async (tree: Sha): Promise<Files> => {
    const seen = known.get(tree);
    if (seen !== undefined) return seen;
    const [object] = await readObjects(git, [tree]);
    const entries = object?.type === 'tree' ? parseTree(object.text, tree.length / 2) : new Map();
    const own = entries.get(name);
    const below = await Promise.all(
      [...entries]
        .filter(([, entry]) => entry.mode === FOLDER)
        .map(async ([folder, { blob }]) =>
          (await filesIn(blob)).map((file): TreeEntry => ({ ...file, path: `${folder}/${file.path}` })),
        ),
    );
    const files: Files = [
      ...(own === undefined || own.mode === FOLDER ? [] : [{ ...own, path: name }]),
      ...below.flat(),
    ];
    known.set(tree, files.length === 0 ? NONE : files);
    return files;
  };

  // Whoever asks at the same moment waits for the one list.
  let list: Promise<void> | null = null;
  const listFirst = async (tree: Sha) => {
    for (const [folder, files] of await listed(git, tree, name)) known.set(folder, files);
  };

  return async (commit) => {
    const tree = await treeOf(git, commit);
    if (known.size > MOST_KNOWN) {
      known.clear();
      list = null;
    }
    list ??= listFirst(tree).catch((error) => {
      list = null;
      throw error;
    });
    await list;
    return (await filesIn(tree)).map((file) => ({ ...file, path: decodePath(file.path) }));
  };
}

/** Lists every folder of a tree with the files of that name in and below it. */
async function listed(git: Git, tree: Sha, name: string): Promise<ReadonlyMap<Sha, Files>> {
  const { stdout } = await git(['ls-tree', '-r', '-t', '-z', '--full-tree', tree]);
  const folders = new Map<string, Sha>([['', tree]]);
  const files: TreeEntry[] = [];
  for (const line of stdout.split('\0')) {
    const tab = line.indexOf('\t');
    const [mode, type, object] = line.slice(0, Math.max(tab, 0)).split(' ');
    const path = line.slice(tab + 1);
    if (mode === undefined || object === undefined) continue;
    if (type === 'tree') folders.set(`${path}/`, object as Sha);
    else if (path === name || path.endsWith(`/${name}`)) files.push({ mode, blob: object as Sha, path });
  }
  const found = new Map<Sha, Files>([...folders.values()].map((object) => [object, NONE]));
  for (const [folder, object] of folders) {
    const inside = files.filter(({ path }) => path.startsWith(folder));
    const own = inside.map((file): TreeEntry => ({ ...file, path: file.path.slice(folder.length) }));
    if (own.length > 0) found.set(object, own);
  }
  return found;
}
