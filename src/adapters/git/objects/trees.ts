import { join } from 'node:path';
import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { TreeChange } from '../../../ports/git.ts';
import { damagedObject } from '../process/failure.ts';
import { decodePath, encodePath } from '../process/path-bytes.ts';
import { canonicalMode, FOLDER } from '../process/raw-numbers.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import { readNow, readObjects } from './cat-file.ts';
import { parseCommit } from './commit-object.ts';

/** Returns the tree of a commit. */
export async function treeOf(git: Git, commit: Sha): Promise<Sha> {
  const [object] = await readObjects(git, [commit]);
  if (object?.type === 'commit') return parseCommit(object.text).tree;
  const { stdout } = await git(['rev-parse', '--verify', '--end-of-options', `${commit}^{tree}`]);
  return stdout.trimEnd() as Sha;
}

/** Makes sure that a tree exists, because git can write a commit even for a missing one. */
export async function treeIsThere(git: Git, tree: Sha): Promise<void> {
  const object = await readNow(git, tree);
  if (object?.type !== 'tree')
    throw new IntorchError('OBJECT_MISSING', `There is no tree ${tree} in the repository`);
}

/** Reads the entries of some paths. It reads only the folders that contain them, whatever the size of the tree. Skips folders. */
export async function readEntries(
  git: Git,
  treeish: Sha,
  paths: readonly string[],
): Promise<ReadonlyMap<string, TreeEntry>> {
  const wanted = paths.map((path) => ({ path, ...split(encodePath(path)) }));
  const folders = [...new Set(wanted.map(({ folder }) => folder))];
  const trees = await readObjects(
    git,
    folders.map((folder) => `${treeish}:${folder}`),
  );
  const listings = new Map(
    await Promise.all(
      folders.map(async (folder, index) => {
        const tree = trees[index];
        if (tree?.type === 'tree') return [folder, parseTree(tree.text, treeish.length / 2)] as const;
        if (tree === null) await refuseDamaged(git, treeish, folder);
        return [folder, new Map<string, Listed>()] as const;
      }),
    ),
  );
  const found = new Map<string, TreeEntry>();
  for (const { path, folder, name } of wanted) {
    const listed = listings.get(folder)?.get(name);
    if (listed && listed.mode !== FOLDER) found.set(path, { ...listed, path });
  }
  return found;
}

/** Tells a folder that a tree does not have from one whose object is gone: only the tree above it knows. */
async function refuseDamaged(git: Git, treeish: Sha, folder: string): Promise<void> {
  if (folder !== '') {
    const above = split(folder);
    const [tree] = await readObjects(git, [`${treeish}:${above.folder}`]);
    if (!tree) return refuseDamaged(git, treeish, above.folder);
    if (tree.type !== 'tree' || parseTree(tree.text, treeish.length / 2).get(above.name)?.mode !== FOLDER)
      return;
  }
  throw damagedObject(`${treeish}:${decodePath(folder)} cannot be read`);
}

/** Writes a tree with some paths replaced or removed, through an index of our own. A file may replace a folder, and vice versa. */
export function writeTree(
  git: Git,
  scratch: Scratch,
  tree: Sha,
  changes: readonly TreeChange[],
): Promise<Sha> {
  return scratch.within('index', async (folder) => {
    const env = { GIT_INDEX_FILE: join(folder, 'index') };
    const gone = changes.filter(({ entry }) => entry === null);
    const put = changes.flatMap(({ path, entry }) => (entry === null ? [] : [{ path, entry }]));
    // Removals first, so that they make room for new paths.
    const lines = [
      ...gone.map(({ path }) => `0 ${'0'.repeat(tree.length)}\t${encodePath(path)}\0`),
      ...put.map(({ path, entry }) => `${entry.mode} ${entry.blob}\t${encodePath(path)}\0`),
    ];
    await git(['read-tree', tree], { env });
    if (lines.length > 0) {
      const { stderr } = await git(['update-index', '-z', '--index-info'], { env, input: lines.join('') });
      // Git just skips a forbidden path (`.git/config`, `../x`), with exit status 0.
      const refused = /^Ignoring path (.*)$/m.exec(stderr)?.[1];
      if (refused !== undefined)
        throw new IntorchError('GIT_FAILED', `Git refuses the path ${decodePath(refused)}`);
    }
    return (await git(['write-tree'], { env })).stdout.trimEnd() as Sha;
  });
}

/** One entry of a tree object. */
export interface Listed {
  readonly mode: string;
  readonly blob: Sha;
}

/** Parses a raw tree object: `<mode> <name>\0<object name in binary>`, repeated. @throws GIT_FAILED when it is cut short */
export function parseTree(text: string, hash_bytes: number): Map<string, Listed> {
  const entries = new Map<string, Listed>();
  let at = 0;
  while (at < text.length) {
    const space = text.indexOf(' ', at);
    const nul = text.indexOf('\0', space);
    if (space === -1 || nul === -1 || nul + hash_bytes >= text.length)
      throw new IntorchError('GIT_FAILED', 'A tree of the repository is malformed');
    const blob = Buffer.from(text.slice(nul + 1, nul + 1 + hash_bytes), 'latin1').toString('hex') as Sha;
    entries.set(text.slice(space + 1, nul), { mode: canonicalMode(text.slice(at, space)), blob });
    at = nul + 1 + hash_bytes;
  }
  return entries;
}

function split(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return { folder: path.slice(0, Math.max(slash, 0)), name: path.slice(slash + 1) };
}
