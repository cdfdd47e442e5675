import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { Git } from '../process/run.ts';

/** Lists every entry of a tree that is no folder. @see git-ls-tree(1), Git 2.38: `<mode> SP <type> SP <object> TAB <path> NUL` */
export async function listFiles(git: Git, treeish: Sha): Promise<readonly TreeEntry[]> {
  const { stdout } = await git(['ls-tree', '-r', '-z', '--full-tree', treeish]);
  return stdout.split('\0').flatMap((line) => {
    const tab = line.indexOf('\t');
    const [mode, , object] = line.slice(0, Math.max(tab, 0)).split(' ');
    if (mode === undefined || object === undefined) return [];
    return [{ mode, blob: object as Sha, path: decodePath(line.slice(tab + 1)) }];
  });
}
