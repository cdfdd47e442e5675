import type { Sha } from '../../../domain/shared/ids.ts';
import { encodePath } from '../process/path-bytes.ts';
import { FOLDER } from '../process/raw-numbers.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import { readObjects } from './cat-file.ts';
import { writeObjects } from './hash-object.ts';
import { type Listed, parseTree, writeTree } from './trees.ts';

/**
 * Writes one tree per content, each with one file replaced. It calls git once for each folder above the file, no matter how many or how
 * large the trees are. For a file that the tree lacks, it writes each tree through an index.
 */
export async function writeVariants(
  git: Git,
  scratch: Scratch,
  tree: Sha,
  path: string,
  contents: readonly Listed[],
): Promise<readonly Sha[]> {
  const parts = encodePath(path).split('/');
  const folders = parts.map((_, index) => parts.slice(0, index).join('/'));
  const read = await readObjects(
    git,
    folders.map((folder) => `${tree}:${folder}`),
  );
  const listings = read.map((object) =>
    object?.type === 'tree' ? parseTree(object.text, tree.length / 2) : null,
  );
  const isThere = parts.every((part, index) => listings[index]?.has(part));
  const found = listings.at(-1)?.get(parts.at(-1) ?? '');
  if (!isThere || found?.mode === FOLDER) {
    return Promise.all(contents.map((entry) => writeTree(git, scratch, tree, [{ path, entry }])));
  }
  let entries: readonly Listed[] = contents;
  for (const [depth, part] of [...parts.entries()].reverse()) {
    const listing = listings[depth] ?? new Map<string, Listed>();
    const texts = entries.map((entry) => treeText(new Map([...listing, [part, entry]])));
    entries = (await writeObjects(git, scratch, 'tree', texts)).map((blob) => ({ mode: FOLDER, blob }));
  }
  return entries.map(({ blob }) => blob);
}

/** Writes a tree of exactly these entries, which may be trees themselves. @see git-mktree(1) */
export async function writeFolder(
  git: Git,
  entries: readonly { readonly name: string; readonly mode: string; readonly object: Sha }[],
): Promise<Sha> {
  const lines = entries.map(({ name, mode, object }) => {
    const type = mode === '040000' ? 'tree' : 'blob';
    return `${mode} ${type} ${object}\t${encodePath(name)}\0`;
  });
  return (await git(['mktree', '-z'], { input: lines.join('') })).stdout.trimEnd() as Sha;
}

/** Formats a tree object. Replacing an entry keeps the order: names stay, and no file becomes a folder. */
function treeText(entries: ReadonlyMap<string, Listed>): string {
  const bytes = ({ blob }: Listed) => Buffer.from(blob, 'hex').toString('latin1');
  return [...entries].map(([name, entry]) => `${entry.mode} ${name}\0${bytes(entry)}`).join('');
}
