import { firstParents, type Parents, type Revert } from '../../../domain/shared/commit-graph.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Git } from '../process/run.ts';

const MOST_COMMITS = 20_000;
/** Limit of commits on one command line. */
const KNOWN_AT_ONCE = 500;
const PHRASE = 'This reverts commit ';
/** What git writes, also with names cut short (`revert.reference`): the commit, and for a merge the parent that it was made onto. */
const REVERTED = /^([0-9a-f]{7,64})(?:[\s\S]{0,300}?reversing\s+changes\s+made\s+to\s+([0-9a-f]{7,64}))?/;

/** Reads the newest commits of a history with their parents. */
export async function newestCommits(git: Git, tip: Sha): Promise<Parents> {
  const { stdout } = await git(['rev-list', '--parents', `--max-count=${MOST_COMMITS}`, tip, '--']);
  const lines = stdout.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const [commit, ...parents] = line.split(' ') as [Sha, ...Sha[]];
      return [commit, parents];
    }),
  );
}

/** Finds the commits that say what they revert, in one process: newest first, without those that all of `known` contain. */
export async function findReverts(
  git: Git,
  tip: Sha,
  known: readonly Sha[],
  parents: Parents,
): Promise<readonly Revert[]> {
  const common =
    lowest(firstParents(parents, tip), known) ?? (await commonAncestor(git, [...new Set(known)]));
  const below = common === null ? [] : [`^${common}`];
  const search = ['log', '-z', '--no-color', '--fixed-strings', `--grep=${PHRASE}`, '--format=%H%n%B'];
  const { stdout } = await git([...search, `--max-count=${MOST_COMMITS}`, tip, ...below, '--']);
  return parseReverts(stdout);
}

/** Parses `( <commit> LF <message> NUL )*`. */
export function parseReverts(output: string): readonly Revert[] {
  return output.split('\0').flatMap((record): readonly Revert[] => {
    const [first = '', ...parts] = record.trimStart().split(PHRASE);
    const reverts = parts.flatMap((part) => {
      const [, commit, mainline = null] = REVERTED.exec(part) ?? [];
      return commit === undefined ? [] : [{ commit, mainline }];
    });
    return reverts.length === 0 ? [] : [{ commit: first.split('\n')[0] as Sha, reverts }];
  });
}

/** Finds the lowest of some commits on a line, newest first: what all of them contain; null: one is not on it, or there are none. */
function lowest(line: readonly Sha[], commits: readonly Sha[]): Sha | null {
  const places = new Map(line.map((commit, index) => [commit, index]));
  const found = commits.map((commit) => places.get(commit) ?? Number.POSITIVE_INFINITY);
  return line[Math.max(...found)] ?? null;
}

/** Finds a common ancestor of all; null: there is none. */
async function commonAncestor(git: Git, commits: readonly Sha[]): Promise<Sha | null> {
  let common: readonly Sha[] = [];
  for (let at = 0; at < commits.length; at += KNOWN_AT_ONCE) {
    const some = commits.slice(at, at + KNOWN_AT_ONCE);
    const { stdout } = await git(['merge-base', '--octopus', ...common, ...some], { ok: [0, 1] });
    const found = stdout.trimEnd() as Sha;
    if (found === '') return null;
    common = [found];
  }
  return common[0] ?? null;
}

/** Finds the newest commit that others and some number of landings before a tip stand on; null: history does not go as far. */
export async function commitBefore(
  git: Git,
  tip: Sha,
  parents: Parents,
  { landings, others }: { readonly landings: number; readonly others: readonly Sha[] },
): Promise<Sha | null> {
  const line = firstParents(parents, tip);
  // The line ends at the first commit of all, or where no more was read.
  if (line.length <= landings && parents.get(line.at(-1) as Sha)?.length === 0) return null;
  const at = lowest(line, others);
  if (at !== null && line.length > landings) return line[Math.max(landings, line.indexOf(at))] ?? null;
  const first = `${tip}~${landings}` as Sha;
  return commonAncestor(git, [first, ...new Set(others)]).catch(() => null);
}

/** Reads the messages of commits, in one process. */
export async function messagesOf(git: Git, commits: readonly Sha[]): Promise<ReadonlyMap<Sha, string>> {
  if (commits.length === 0) return new Map();
  const input = commits.map((commit) => `${commit}\n`).join('');
  const args = ['log', '-z', '--no-walk', '--no-color', '--format=%H%n%B', '--stdin'];
  const { stdout } = await git(args, { input });
  return new Map(
    stdout.split('\0').map((record) => {
      const [commit = '', ...message] = Buffer.from(record, 'latin1').toString('utf8').split('\n');
      return [commit as Sha, message.join('\n').trim()];
    }),
  );
}
