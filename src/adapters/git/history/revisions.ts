import { isUtf8 } from 'node:buffer';
import { parseSha, type RefName, type Sha } from '../../../domain/shared/ids.ts';
import type { RefListing, UnreadableRef } from '../../../ports/git.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { AskGit } from '../process/porcelain.ts';
import type { Git } from '../process/run.ts';

/** Every field but the name; the name, which may hold anything but NUL and a line feed. */
const REST = '%(symref)%00%(refname)';
/** Exit status of git when it meets a ref whose object is not there. */
const FATAL = 128;

interface ListedRef {
  readonly object: string;
  /** `commit`, or what else it is; `missing`: the object is not there. */
  readonly type: string;
  readonly is_symbolic: boolean;
  /** One character per byte. */
  readonly name: string;
}

/**
 * Lists the refs under some prefixes, with their commits, and those that stand for no commit. Follows a symbolic branch to its commit, and
 * skips other symbolic refs (`origin/HEAD`), which only repeat a branch.
 */
export async function listAllRefs(git: Git, prefixes: readonly string[]): Promise<RefListing> {
  const tips = new Map<RefName, Sha>();
  const unreadable: UnreadableRef[] = [];
  for (const { object, type, is_symbolic, name } of await listRefs(git, prefixes)) {
    const isBranch = name.startsWith('refs/heads/');
    if (is_symbolic && !isBranch) continue;
    const sha = parseSha(object);
    if (!isUtf8(Buffer.from(name, 'latin1')))
      // It cannot be passed back to git.
      unreadable.push({ ref: decodePath(name).slice(1, -1), because: 'not_utf8' });
    else if (sha !== null && type === 'commit') tips.set(decodePath(name) as RefName, sha);
    else if (isBranch)
      unreadable.push({ ref: decodePath(name), because: type === 'missing' ? 'missing' : 'no_commit' });
  }
  return { tips, unreadable };
}

async function listRefs(git: Git, prefixes: readonly string[]): Promise<readonly ListedRef[]> {
  const typed = ['for-each-ref', `--format=%(objectname) %(objecttype) ${REST}`, '--', ...prefixes];
  const { exit_code, stdout } = await git(typed, { ok: [0, FATAL] });
  if (exit_code === 0) return stdout.split('\n').flatMap(parseRef);
  // Git ends at the first ref whose object is missing. Without the types it lists them all.
  const untyped = ['for-each-ref', `--format=%(objectname) - ${REST}`, '--', ...prefixes];
  const refs = (await git(untyped)).stdout.split('\n').flatMap(parseRef);
  const input = refs.map(({ object }) => `${object}\n`).join('');
  const types = (await git(['cat-file', '--batch-check=%(objecttype)'], { input })).stdout.split('\n');
  return refs.map((ref, index) => ({
    ...ref,
    type: types[index]?.endsWith(' missing') ? 'missing' : (types[index] ?? 'missing'),
  }));
}

function parseRef(line: string): readonly ListedRef[] {
  const [said = '', name] = line.split('\0');
  const [object = '', type = '', symref = ''] = said.split(' ');
  return name === undefined ? [] : [{ object, type, is_symbolic: symref !== '', name }];
}

/** Resolves the operator's name for a commit. Git gets full names and object names only, so outside text never becomes an option. */
export async function resolveRevision(ask: AskGit, rev: string): Promise<Sha | null> {
  for (const name of readings(rev)) {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const { stdout } = await ask(args, [0, 1, 128]);
    const sha = parseSha(stdout.trimEnd());
    if (sha !== null) return sha;
  }
  return null;
}

function readings(rev: string): readonly string[] {
  if (rev === '' || rev.includes('\0')) return [];
  if (parseSha(rev) !== null || rev === 'HEAD' || rev.startsWith('refs/')) return [rev];
  const names = [`refs/heads/${rev}`, `refs/remotes/${rev}`, `refs/tags/${rev}`];
  return /^[0-9a-f]{4,64}$/i.test(rev) ? [...names, rev] : names;
}
