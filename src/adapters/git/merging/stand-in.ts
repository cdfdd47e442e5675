import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import { writeLoose } from '../objects/loose-object.ts';
import { treeOf } from '../objects/trees.ts';
import type { CallOptions, Git } from '../process/run.ts';
import { type PartedPair, partingOf } from './hunk-filter.ts';

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

/** Commits in a folder of objects that are thrown away, written by no git. Each is written once. */
export interface LooseCommits {
  readonly commit: (tree: Sha, parents: readonly Sha[]) => Sha;
  readonly has: (commit: Sha) => boolean;
}

/** Opens the commits of a folder. They are no older than their parents: git walks history by dates. */
export function looseCommits(folder: string): LooseCommits {
  const who = `${NOBODY.NAME} <${NOBODY.EMAIL}> ${LATE} +0000`;
  const written = new Map<string, Sha>();
  const names = new Set<Sha>();
  return {
    has: (commit) => names.has(commit),
    commit: (tree, parents) => {
      const above = parents.map((parent) => `parent ${parent}`);
      const text = [`tree ${tree}`, ...above, `author ${who}`, `committer ${who}`].join('\n');
      const name =
        written.get(text) ?? writeLoose(folder, 'commit', Buffer.from(`${text}\n\n${MESSAGE}\n`), tree);
      written.set(text, name);
      names.add(name);
      return name;
    },
  };
}

/**
 * Returns what git merges in place of a pair. Where both parted at one commit, three commits without a history have the same trees: git would
 * look for that commit, which takes longer than the merge where histories are long. Whatever cannot be read is left to git.
 */
export async function looseStandIn(
  git: Git,
  pair: PartedPair,
  { commit, has }: LooseCommits,
): Promise<PartedPair> {
  const { onto, incoming, squashed } = pair;
  if (has(onto)) return pair;
  const [base, other] = partingOf(pair) ?? [];
  if (base !== undefined && base === other) {
    const trees = await Promise.all([base, onto, incoming].map((each) => treeOf(git, each))).catch(
      () => null,
    );
    if (trees === null) return pair;
    const [root, first, second] = trees as [Sha, Sha, Sha];
    const below = [commit(root, [])];
    return { onto: commit(first, below), incoming: commit(second, below) };
  }
  return squashed == null ? pair : { ...pair, onto: commit(await treeOf(git, onto), [onto, squashed]) };
}
