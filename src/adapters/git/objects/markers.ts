import type { Sha } from '../../../domain/shared/ids.ts';
import type { Git } from '../process/run.ts';
import { readBlobs } from './blobs.ts';
import { readEntries } from './trees.ts';

/** Matches the first and last line of a conflict, of the usual size or larger. Half a conflict left by an editor counts too. */
const MARKER = /^(?:<{7,}|>{7,}) /m;
/** Git calls a file binary if it finds a NUL within this many bytes. */
const BINARY_PREFIX = 8_000;

/** Finds those of the paths that contain conflict markers in a tree. Skips symbolic links, submodules and binary files. */
export async function pathsWithMarkers(
  git: Git,
  tree: Sha,
  paths: readonly string[],
): Promise<readonly string[]> {
  const entries = await readEntries(git, tree, paths);
  const files = [...entries.values()].filter(({ mode }) => mode.startsWith('100'));
  const texts = await readBlobs(
    git,
    files.map(({ blob }) => blob),
  );
  const marked = files.filter(({ blob }) => {
    const text = texts.get(blob) ?? '';
    return MARKER.test(text) && !text.slice(0, BINARY_PREFIX).includes('\0');
  });
  return marked.map(({ path }) => path);
}
