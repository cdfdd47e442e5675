import type { BranchName, RefName } from '../../../domain/shared/ids.ts';
import { branchRef, localBranch } from '../../../domain/shared/ids.ts';
import type { UpstreamInfo } from '../../../ports/git.ts';
import type { Setting } from '../process/environment.ts';
import { decodePath } from '../process/path-bytes.ts';
import { parseCount } from '../process/raw-numbers.ts';
import type { Git } from '../process/run.ts';

const FORMAT = '--format=%(refname)%00%(upstream)%00%(upstream:short)%00%(upstream:track)';
/** Counting commits of histories that parted long ago is not worth a longer wait: nothing depends on it. */
const PATIENCE_MS = 20_000;

/**
 * Compares branches with the branches of remotes that they follow. For a branch that follows none, `known` says which remote branches there
 * are, and the one of the same name counts as if it followed that.
 */
export async function upstreams(
  git: Git,
  branches: readonly BranchName[],
  known: ReadonlySet<RefName>,
): Promise<readonly UpstreamInfo[]> {
  const configured = await compare(git, branches, []);
  const alone = branches.filter((branch) => !configured.some((each) => each.branch === branch));
  const namesakes = alone.flatMap((branch) => {
    const remote = remoteOf(branch, known);
    return remote === null ? [] : [{ branch, remote }];
  });
  if (namesakes.length === 0) return configured;
  const settings = namesakes.flatMap(({ branch, remote }): readonly Setting[] => [
    [`branch.${branch}.remote`, remote],
    [`branch.${branch}.merge`, branchRef(branch)],
  ]);
  const others = await compare(
    git,
    namesakes.map(({ branch }) => branch),
    settings,
  );
  return [...configured, ...others];
}

/** Asks one git about all of them. A branch whose upstream is gone, or cannot be counted, is left out. */
async function compare(
  git: Git,
  branches: readonly BranchName[],
  settings: readonly Setting[],
): Promise<readonly UpstreamInfo[]> {
  if (branches.length === 0) return [];
  const args = ['for-each-ref', FORMAT, '--', ...branches.map(branchRef)];
  const { stdout } = await git(args, { settings, ok: 'any', timeout_ms: PATIENCE_MS }).catch(() => ({
    stdout: '',
  }));
  return stdout.split('\n').flatMap((line) => {
    const [name = '', ref = '', upstream = '', track = ''] = line.split('\0').map(decodePath);
    const branch = localBranch(name);
    if (branch === null || !branches.includes(branch) || ref === '' || track === '[gone]') return [];
    const count = (word: string) => parseCount(new RegExp(`${word} (\\d+)`).exec(track)?.[1] ?? '');
    return [{ branch, upstream, ahead: count('ahead'), behind: count('behind') }];
  });
}

/** Finds the remote that has a branch of this name: `origin`, or the only one. */
function remoteOf(branch: BranchName, known: ReadonlySet<RefName>): string | null {
  const prefix = 'refs/remotes/';
  const having = [...known].flatMap((ref) =>
    ref.startsWith(prefix) && ref.endsWith(`/${branch}`)
      ? [ref.slice(prefix.length, -branch.length - 1)]
      : [],
  );
  return having.includes('origin') ? 'origin' : having.length === 1 ? (having[0] ?? null) : null;
}
