import type { Sha } from '../../../domain/shared/ids.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { Git } from '../process/run.ts';

/**
 * Finds the files of a tree that contain one of the words. Git reads them from its standard input, so none is taken for an option, and
 * any number fits. @see git-grep(1), Git 2.38: exit 1 = none; prints `<tree>:<path>` NUL
 */
export async function pathsMentioning(
  git: Git,
  treeish: Sha,
  words: readonly string[],
  endings: readonly string[],
): Promise<readonly string[]> {
  const wanted = [...new Set(words)].filter((word) => /^[^\s\0]+$/.test(word));
  if (wanted.length === 0 || endings.length === 0) return [];
  const flags = ['-l', '-z', '-I', '-w', '-F', '--full-name', '--no-recurse-submodules', '--no-textconv'];
  const places = endings.map((ending) => `:(glob)**/*${ending}`);
  const { stdout } = await git(['grep', ...flags, '-f', '-', treeish, '--', ...places], {
    input: Buffer.from(wanted.map((word) => `${word}\n`).join(''), 'utf8').toString('latin1'),
    env: { GIT_LITERAL_PATHSPECS: '0' },
    ok: [0, 1],
  });
  const prefix = `${treeish}:`;
  return stdout
    .split('\0')
    .filter((name) => name.startsWith(prefix))
    .map((name) => decodePath(name.slice(prefix.length)));
}
