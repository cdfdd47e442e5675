/** Finds which lines of files were changed. Each pair of versions is compared once, in one process, however many commits have it. */
import { writeLoose } from '../objects/loose-object.ts';
import { writingInto } from '../process/object-folders.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import { type ChangedFile, parseChangedFiles } from './patch-lines.ts';

const LINES = [
  ...['diff-tree', '-p', '-U1', '--inter-hunk-context=0', '--histogram', '--no-indent-heuristic'],
  ...['--no-renames', '--no-ext-diff', '--no-textconv', '--no-color'],
];

/**
 * Compares pairs of blobs (`<before> <after>`), by what they contain: no attribute is asked. The map lacks those that could not be compared.
 */
export type BlobRanges = (pairs: readonly string[]) => Promise<ReadonlyMap<string, ChangedFile>>;

/** Creates the comparison of a repository's blobs. They stand in two trees, which are written into a folder that is
 * thrown away; `others` are folders of objects that are read too. */
export function blobComparer(
  git: Git,
  scratch: Scratch,
  git_dir: string,
  others: readonly string[] = [],
): BlobRanges {
  const known = new Map<string, ChangedFile>();
  return async (pairs) => {
    const unknown = [...new Set(pairs)].filter((pair) => !known.has(pair));
    if (unknown.length > 0) {
      const files = await scratch.throwAway((folder) =>
        compare(git, unknown, folder, writingInto(folder, git_dir, others)),
      );
      for (const [index, pair] of unknown.entries()) {
        const file = files[index];
        if (file !== undefined) known.set(pair, file);
      }
    }
    return known;
  };
}

async function compare(
  git: Git,
  pairs: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): Promise<readonly ChangedFile[]> {
  const sides = [0, 1].map((side) => pairs.map((pair) => pair.split(' ')[side] ?? ''));
  const trees = sides.map((blobs) => writeLoose(folder, 'tree', treeOf(blobs), blobs[0] ?? ''));
  const { stdout } = await git([...LINES, ...trees], { env, ok: 'any' });
  const [files = []] = parseChangedFiles(`${trees[0]}\n${stdout}`);
  return files.length === pairs.length ? files : [];
}

/** Makes the content of a tree in which a blob's place is its name. */
function treeOf(blobs: readonly string[]): Buffer {
  const entries = blobs.flatMap((blob, index) => [
    Buffer.from(`100644 ${String(index).padStart(9, '0')}\0`),
    Buffer.from(blob, 'hex'),
  ]);
  return Buffer.concat(entries);
}
