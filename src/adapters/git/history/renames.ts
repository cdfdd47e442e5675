import type { Sha } from '../../../domain/shared/ids.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { Git } from '../process/run.ts';

/** The same limit as in our merges (`merge.renameLimit`); `diff` would give up at a thousand. */
const MOST_COMPARED = 7_000;

/** Finds the files renamed between two trees, old path to new, as a merge detects them. */
export async function renamedPaths(git: Git, from: Sha, to: Sha): Promise<ReadonlyMap<string, string>> {
  const flags = ['-r', '-z', '--name-status', '--find-renames', `-l${MOST_COMPARED}`, '--diff-filter=R'];
  const { stdout } = await git(['diff-tree', ...flags, '--no-ext-diff', '--no-textconv', from, to]);
  const fields = stdout.split('\0');
  const renamed = new Map<string, string>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [old_path = '', new_path = ''] = fields.slice(at + 1, at + 3);
    renamed.set(decodePath(old_path), decodePath(new_path));
  }
  return renamed;
}
