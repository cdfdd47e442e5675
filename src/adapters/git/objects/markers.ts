import type { Sha } from '../../../domain/shared/ids.ts';
import type { Git } from '../process/run.ts';
import { readBlobs } from './blobs.ts';
import { readEntries } from './trees.ts';

/** First and last line of a conflict, of the usual size or larger; half a conflict left by an editor counts too. */
const MARKER = /^(?:<{7,}|>{7,}) /m;
/** Where git itself looks for a NUL to call a file binary. */
const BINARY_PREFIX = 8_000;

/** Gives those of the paths that hold conflict markers in a tree; symbolic links, submodules and binary files never do. */
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
