import type { Sha } from '../../../domain/shared/ids.ts';
import { damagedObject } from '../process/failure.ts';
import type { Git } from '../process/run.ts';
import { readObjects } from './cat-file.ts';
import { malformations } from './malformed-tree.ts';

const NOTHING: readonly string[] = [];
/** Trees that are read at once. */
const AT_ONCE = 500;
const TREES_ONLY = [
  '--objects',
  '--no-object-names',
  '--filter=object:type=tree',
  '--filter-provided-objects',
];

/**
 * Finds the branches whose own commits bring a malformed tree, and says what is wrong. What the target has as well does not count. Two
 * processes serve any number of branches where all is well. What git cannot read is passed over: the plan has its own word for it.
 */
export async function malformedBranches(
  git: Git,
  tips: readonly Sha[],
  target: Sha,
): Promise<ReadonlyMap<Sha, string>> {
  const found = new Map<Sha, string>();
  const own = (of: readonly Sha[]) => [...of, `^${target}`];
  if (tips.length === 0) return found;
  const inAll = await malformedIn(git, own(tips)).catch(() => null);
  if (inAll?.length === 0) return found;
  const there = await malformedIn(git, [target], ['--no-walk']).catch(() => NOTHING);
  for (const tip of new Set(tips)) {
    const wrong = await malformedIn(git, own([tip])).catch(() => NOTHING);
    const [first] = wrong.filter((each) => !there.includes(each));
    if (first !== undefined) found.set(tip, first);
  }
  return found;
}

async function malformedIn(
  git: Git,
  revisions: readonly string[],
  flags: readonly string[] = [],
): Promise<readonly string[]> {
  const input = revisions.map((each) => `${each}\n`).join('');
  const { stdout: listed } = await git(['rev-list', ...TREES_ONLY, ...flags, '--stdin'], { input });
  const trees = listed.split('\n').filter((tree) => tree !== '');
  const wrong: string[] = [];
  for (let at = 0; at < trees.length; at += AT_ONCE) {
    const some = trees.slice(at, at + AT_ONCE);
    for (const [index, tree] of (await readObjects(git, some)).entries()) {
      if (tree?.type !== 'tree') throw damagedObject(`${some[index]} cannot be read`);
      wrong.push(...malformations(tree.text, tree.oid.length / 2));
    }
  }
  return wrong;
}
