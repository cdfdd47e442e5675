import type { Sha } from '../../../../domain/shared/ids.ts';
import { decodePath } from '../../process/path-bytes.ts';
import type { Git } from '../../process/run.ts';

/** Nothing of the operator's configuration changes what an answer looks like. */
const PLAIN = ['--no-color', '--no-line-number', '--no-column'];

/**
 * Finds where words stand in trees, by tree and word, in one process. What a word has no letter beside it counts. @see git-grep(1), Git 2.38:
 * exit 1 = none; prints `<tree>:<path>` NUL `<word>` LF
 */
export async function wordPaths(
  git: Git,
  trees: readonly Sha[],
  words: readonly string[],
): Promise<ReadonlyMap<Sha, ReadonlyMap<string, readonly string[]>>> {
  const wanted = [...new Set(words)].filter((word) => /^[^\0\n\r]*\S[^\0\n\r]*$/.test(word));
  const found = new Map<Sha, Map<string, Set<string>>>(trees.map((tree) => [tree, new Map()]));
  if (wanted.length > 0 && trees.length > 0) {
    const flags = ['-z', '-o', '-I', '-w', '-F', '--full-name', '--no-recurse-submodules', '--no-textconv'];
    const { stdout } = await git(['grep', ...PLAIN, ...flags, '-f', '-', ...new Set(trees), '--'], {
      input: Buffer.from(wanted.map((word) => `${word}\n`).join(''), 'utf8').toString('latin1'),
      ok: [0, 1],
    });
    for (const line of stdout.split('\n')) {
      const [place = '', word] = line.split('\0');
      if (word === undefined) continue;
      const colon = place.indexOf(':');
      const known = found.get(place.slice(0, colon) as Sha);
      const text = Buffer.from(word, 'latin1').toString('utf8');
      known?.set(text, (known.get(text) ?? new Set()).add(decodePath(place.slice(colon + 1))));
    }
  }
  return new Map(
    [...found].map(([tree, by_word]) => [
      tree,
      new Map([...by_word].map(([word, paths]) => [word, [...paths]])),
    ]),
  );
}
