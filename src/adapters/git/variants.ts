import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sha } from '../../domain/shared/ids.ts';
import { readObjects } from './cat-file.ts';
import { encodePath } from './path-bytes.ts';
import type { RunGit } from './run.ts';
import type { Scratch } from './scratch.ts';
import { FOLDER, type Listed, parseTree, writeTree } from './trees.ts';

/**
 * Gives a tree with one file replaced, once for each of many contents. Takes one process for each folder that the file is in, however
 * many trees there are and however large; a file that the tree has not takes the long way.
 */
export async function writeVariants(
  git: RunGit,
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
    entries = (await writeTrees(git, scratch, texts)).map((blob) => ({ mode: FOLDER, blob }));
  }
  return entries.map(({ blob }) => blob);
}

/** Gives a tree of exactly these entries, which may be trees themselves. @see git-mktree(1) */
export async function writeFolder(
  git: RunGit,
  entries: readonly { readonly name: string; readonly mode: string; readonly object: Sha }[],
): Promise<Sha> {
  const lines = entries.map(({ name, mode, object }) => {
    const type = mode === '040000' ? 'tree' : 'blob';
    return `${mode} ${type} ${object}\t${encodePath(name)}\0`;
  });
  return (await git(['mktree', '-z'], { input: lines.join('') })).stdout.trimEnd() as Sha;
}

/** Replacing keeps the order of a tree: names stay, and no file becomes a folder. */
function treeText(entries: ReadonlyMap<string, Listed>): string {
  const bytes = ({ blob }: Listed) => Buffer.from(blob, 'hex').toString('latin1');
  return [...entries].map(([name, entry]) => `${entry.mode} ${name}\0${bytes(entry)}`).join('');
}

async function writeTrees(git: RunGit, scratch: Scratch, texts: readonly string[]): Promise<readonly Sha[]> {
  const distinct = [...new Set(texts)];
  if (distinct.length === 0) return [];
  return scratch.within('trees', async (folder) => {
    await Promise.all(distinct.map((text, index) => writeFile(join(folder, String(index)), text, 'latin1')));
    const input = distinct.map((_, index) => `${index}\n`).join('');
    const args = ['hash-object', '-w', '-t', 'tree', '--no-filters', '--stdin-paths'];
    const written = (await git(args, { input, cwd: folder })).stdout.trimEnd().split('\n') as Sha[];
    const shaOf = new Map(distinct.map((text, index) => [text, written[index] as Sha]));
    return texts.map((text) => shaOf.get(text) as Sha);
  });
}
