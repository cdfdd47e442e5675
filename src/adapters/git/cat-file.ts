import { IntorchError } from '../../domain/shared/errors.ts';
import type { RunGit } from './run.ts';

export interface ObjectText {
  readonly oid: string;
  readonly type: string;
  /** One character per byte. */
  readonly text: string;
}

/**
 * Reads many objects in one process; null where there is no such object. Names (of objects, or `<commit>:<path>`) are bytes, one
 * character each, in the same order as the answers. @see git-cat-file(1), Git 2.38: `-z` ends names with NUL
 */
export async function readObjects(
  git: RunGit,
  names: readonly string[],
): Promise<readonly (ObjectText | null)[]> {
  if (names.length === 0) return [];
  const { stdout } = await git(['cat-file', '--batch', '-z'], {
    input: names.map((name) => `${name}\0`).join(''),
  });
  let at = 0;
  return names.map((name) => {
    const missing = `${name} missing\n`;
    if (stdout.startsWith(missing, at)) {
      at += missing.length;
      return null;
    }
    const end = stdout.indexOf('\n', at);
    const [, oid, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(stdout.slice(at, end)) ?? [];
    if (oid === undefined || type === undefined || size === undefined) {
      throw new IntorchError('GIT_FAILED', `git cat-file cannot read ${name}`);
    }
    const text = stdout.slice(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    return { oid, type, text };
  });
}
