import { foldedName } from '../../../domain/shared/folded-name.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { decodePath } from '../process/path-bytes.ts';
import { FOLDER } from '../process/raw-numbers.ts';
import type { Git } from '../process/run.ts';
import { readObjects } from './cat-file.ts';
import { type Listed, parseTree } from './trees.ts';

/** Limit of files to list of a folder that is spelt in another way: they are examples. */
const MOST_LISTED = 50;
/** Limit of folders to read. Beyond it, what is found so far is enough. */
const MOST_READ = 5_000;

/**
 * Finds files of a tree that a file system may take for one of the given paths, or keep in the same folder, although git does not. Reads only
 * folders on the way to these paths.
 */
export async function similarPaths(
  git: Git,
  treeish: Sha,
  paths: readonly string[],
): Promise<readonly string[]> {
  const found = new Set<string>();
  let left = MOST_READ;
  const entriesOf = async (tree: string): Promise<readonly (Listed & { readonly name: string })[]> => {
    left -= 1;
    const [object] = left < 0 ? [] : await readObjects(git, [tree]);
    if (object?.type !== 'tree') return [];
    const entries = parseTree(object.text, treeish.length / 2);
    return [...entries].map(([name, entry]) => ({ ...entry, name: decodePath(name) }));
  };
  const listFiles = async (tree: string, prefix: string, listed: string[]): Promise<void> => {
    for (const { name, mode, blob } of await entriesOf(tree)) {
      if (listed.length >= MOST_LISTED) return;
      if (mode === FOLDER) await listFiles(blob, `${prefix}${name}/`, listed);
      else listed.push(`${prefix}${name}`);
    }
  };
  const look = async (
    tree: string,
    prefix: string,
    wanted: readonly (readonly string[])[],
  ): Promise<void> => {
    const groups = Map.groupBy(wanted, ([first = '']) => foldedName(first));
    const entries = await entriesOf(tree);
    const names = new Set(entries.map(({ name }) => name));
    for (const { name, mode, blob } of entries) {
      const alike = groups.get(foldedName(name)) ?? [];
      // Where the tree has both spellings already, nothing new happens.
      if (alike.some(([first = '']) => first !== name && !names.has(first))) {
        const listed: string[] = [];
        if (mode === FOLDER) await listFiles(blob, `${prefix}${name}/`, listed);
        else listed.push(`${prefix}${name}`);
        for (const path of listed) found.add(path);
      }
      const below = alike.filter(([first, ...rest]) => first === name && rest.length > 0);
      if (mode === FOLDER && below.length > 0)
        await look(
          blob,
          `${prefix}${name}/`,
          below.map(([, ...rest]) => rest),
        );
    }
  };
  if (paths.length > 0)
    await look(
      `${treeish}:`,
      '',
      paths.map((path) => path.split('/')),
    );
  return [...found];
}
