import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import { writeLoose } from '../objects/loose-object.ts';
import { treeOf } from '../objects/trees.ts';
import type { CallOptions, Git } from '../process/run.ts';

const NOBODY = { NAME: 'intorch', EMAIL: 'intorch@localhost', DATE: '@0 +0000' };
const SIGNED = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((role) =>
    Object.entries(NOBODY).map(([part, value]) => [`GIT_${role}_${part}`, value]),
  ),
);

const MESSAGE = 'the same, with what it squashed';
/** Seconds since 1970: the year 2096. */
const LATE = 4_000_000_000;

/**
 * Returns a commit to merge onto in place of another: the same tree, and as a further parent the commit whose changes it has under other
 * names. So git takes that one for the merge base, or for one of several. This works with every git that has `--write-tree`, and unlike
 * `--merge-base` (since 2.40) it leaves the other merge bases to git. No ref will hold it, and it is the same each time.
 */
export async function standIn(
  git: Git,
  { onto, squashed }: { readonly onto: Sha; readonly squashed?: Sha | null },
  options: CallOptions,
): Promise<Sha> {
  if (squashed == null) return onto;
  const args = ['commit-tree', '-p', onto, '-p', squashed, '-m', MESSAGE];
  const { stdout } = await git([...args, `${onto}^{tree}`], {
    ...options,
    env: { ...options.env, ...SIGNED },
  });
  const commit = parseSha(stdout.trimEnd());
  if (commit === null) throw new IntorchError('GIT_FAILED', 'git commit-tree gives no object name');
  return commit;
}

/** Returns such a commit where objects are thrown away, written by no git. */
export async function looseStandIn(
  git: Git,
  { onto, squashed }: { readonly onto: Sha; readonly squashed?: Sha | null },
  folder: string,
): Promise<Sha> {
  return squashed == null ? onto : looseCommit(folder, await treeOf(git, onto), [onto, squashed]);
}

/** Writes a commit where objects are thrown away. It is no older than its parents: git walks history by dates. */
export function looseCommit(folder: string, tree: Sha, parents: readonly Sha[]): Sha {
  const who = `${NOBODY.NAME} <${NOBODY.EMAIL}> ${LATE} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${who}`,
    `committer ${who}`,
  ];
  return writeLoose(folder, 'commit', Buffer.from(`${lines.join('\n')}\n\n${MESSAGE}\n`), tree);
}
