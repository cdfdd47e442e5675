/** Says that something in a git directory may have changed: a hint, as file systems of other machines give none, and nothing depends on it. */
import { type FSWatcher, watch } from 'node:fs';
import { join } from 'node:path';

/** Where git writes when a branch moves or something is staged: refs, HEAD and index, and those of linked worktrees. */
const PLACES = [
  { path: '.', recursive: false },
  { path: 'refs', recursive: true },
  { path: 'reftable', recursive: false },
  { path: 'worktrees', recursive: true },
];

/** Calls `onHint` after each change that the system reports. @returns the function that ends it */
export function watchRefs(git_dir: string, onHint: () => void): () => void {
  const watchers = PLACES.flatMap(({ path, recursive }): readonly FSWatcher[] => {
    try {
      // A folder that goes away, or too many of them, end the hints and nothing else.
      return [
        watch(join(git_dir, path), { recursive, persistent: false }, onHint).on('error', () => undefined),
      ];
    } catch {
      return [];
    }
  });
  return () => {
    for (const watcher of watchers) watcher.close();
  };
}
