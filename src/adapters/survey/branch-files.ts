import { damagedObject } from '../git/process/failure.ts';
import { askGit, askGitAtOnce } from './ask-git.ts';

/**
 * Reads the file at the top of a branch's tree; null: there is no such branch, or no such file. Git's own answer for these is the one for
 * damage, so absence is asked for by itself. @throws GIT_FAILED where the branch has it and git cannot read it
 */
export async function fileOnBranch(directory: string, branch: string, name: string): Promise<string | null> {
  const ref = `refs/heads/${branch}`;
  const text = await askGit(directory, ['cat-file', 'blob', `${ref}:${name}`]);
  if (text !== null || (await isAbsent(directory, ref, name))) return text;
  throw damagedObject(`${branch}:${name} cannot be read`);
}

/** Reads those of some files that are at the top of a branch's tree. @throws GIT_FAILED where the branch has one and git cannot read it */
export async function thoseOnBranch(
  directory: string,
  branch: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, string | null>> {
  const there = (await namesOnBranch(directory, branch, names)).map(async (name) => {
    return [name, await fileOnBranch(directory, branch, name)] as const;
  });
  return new Map(await Promise.all(there));
}

/**
 * Reads several files at the top of a branch's tree in one go, null for those that are not there; null: git does not answer as expected, and
 * has to be asked for each by itself.
 */
export function filesOnBranch(
  directory: string,
  branch: string,
  names: readonly string[],
): readonly (string | null)[] | null {
  const asked = names.map((name) => `refs/heads/${branch}:${name}`);
  const answer = askGitAtOnce(directory, ['cat-file', '--batch'], `${asked.join('\n')}\n`);
  if (answer === null) return null;
  const texts: (string | null)[] = [];
  let rest = answer;
  for (const object of asked) {
    const head = rest.toString('utf8', 0, rest.indexOf('\n'));
    const size = Number(/^[0-9a-f]+ blob (\d+)$/.exec(head)?.[1] ?? Number.NaN);
    if (head !== `${object} missing` && Number.isNaN(size)) return null;
    const begin = Buffer.byteLength(head) + 1;
    texts.push(Number.isNaN(size) ? null : rest.toString('utf8', begin, begin + size));
    rest = rest.subarray(Number.isNaN(size) ? begin : begin + size + 1);
  }
  return texts;
}

/**
 * Lists the names at the top of a branch's tree, or those of some that are there; none where there is no such branch.
 * @throws GIT_FAILED where git cannot read it
 */
export async function namesOnBranch(
  directory: string,
  branch: string,
  among: readonly string[] = [],
): Promise<string[]> {
  const ref = `refs/heads/${branch}`;
  const listed = await askGit(directory, ['ls-tree', '--name-only', '-z', ref, '--', ...among]);
  if (listed === null && !(await isNoBranch(directory, ref)))
    throw damagedObject(`The tree of ${branch} cannot be read`);
  return (listed ?? '').split('\0').filter((each) => each !== '');
}

async function isAbsent(directory: string, ref: string, name: string): Promise<boolean> {
  const listed = await askGit(directory, ['ls-tree', '--name-only', '-z', ref, '--', name]);
  return listed === '' || (listed === null && (await isNoBranch(directory, ref)));
}

async function isNoBranch(directory: string, ref: string): Promise<boolean> {
  const listed = await askGit(directory, ['for-each-ref', '--format=%(refname)', ref]);
  return listed !== null && !listed.split('\n').includes(ref);
}
