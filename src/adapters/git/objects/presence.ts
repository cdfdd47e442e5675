import type { RefName, Sha } from '../../../domain/shared/ids.ts';
import type { RunGit } from '../process/run.ts';

/**
 * Checks that a repository has a commit and all that it needs, but for what known commits need. What a partial clone can fetch counts as
 * there. @see git-rev-list(1), `--objects`, `--missing=allow-promisor`
 */
export async function isWhole(git: RunGit, commit: Sha, known: readonly Sha[]): Promise<boolean> {
  const args = ['rev-list', '--objects', '--quiet', '--missing=allow-promisor', '--stdin'];
  const input = [commit, ...known.map((sha) => `^${sha}`)].map((line) => `${line}\n`).join('');
  return (await git(args, { input, ok: [0, 128] })).exit_code === 0;
}

/** Lists the refs below some prefixes whose commit or its tree is not there: git's housekeeping fails at them. */
export async function brokenRefs(
  git: RunGit,
  prefixes: readonly string[],
): Promise<readonly { readonly ref: RefName; readonly at: Sha }[]> {
  // Asked for nothing of the objects, git lists all refs.
  const { stdout } = await git(['for-each-ref', '--format=%(objectname) %(refname)', '--', ...prefixes]);
  const refs = stdout.split('\n').flatMap((line) => {
    const [at, ref] = line.split(' ');
    return at === undefined || ref === undefined ? [] : [{ ref: ref as RefName, at: at as Sha }];
  });
  if (refs.length === 0) return [];
  const input = refs.map(({ at }) => `${at}^{tree}\n`).join('');
  const trees = (await git(['cat-file', '--batch-check'], { input })).stdout.split('\n');
  return refs.filter((_, index) => trees[index]?.endsWith(' missing') ?? true);
}
