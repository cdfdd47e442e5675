import { isUtf8 } from 'node:buffer';
import { parseSha, type RefName, type Sha } from '../../../domain/shared/ids.ts';
import { decodePath } from '../process/path-bytes.ts';
import type { AskGit } from '../process/porcelain.ts';
import type { Git } from '../process/run.ts';

/** Lists the refs under some prefixes, with their commits. Skips symbolic refs (`origin/HEAD`), which only repeat a branch. */
export async function listRefs(ask: AskGit, prefixes: readonly string[]): Promise<ReadonlyMap<RefName, Sha>> {
  const format = '--format=%(objectname) %(objecttype) %(symref)%00%(refname)';
  const { stdout } = await ask(['for-each-ref', format, '--', ...prefixes]);
  const refs = new Map<RefName, Sha>();
  for (const line of stdout.split('\n')) {
    const [said = '', name = ''] = line.split('\0');
    const [object = '', type, symref] = said.split(' ');
    const sha = parseSha(object);
    // Skip a name that is not UTF-8: it cannot be passed back to git.
    if (sha !== null && type === 'commit' && symref === '' && !name.includes('\ufffd'))
      refs.set(name as RefName, sha);
  }
  return refs;
}

/** Lists the ref names under a prefix that are not UTF-8, as git quotes them. */
export async function unreadableRefs(git: Git, prefix: string): Promise<readonly string[]> {
  const { stdout } = await git(['for-each-ref', '--format=%(refname)', '--', prefix]);
  return stdout
    .split('\n')
    .flatMap((name) => (isUtf8(Buffer.from(name, 'latin1')) ? [] : [decodePath(name).slice(1, -1)]));
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
