/** Lists refs of another repository and fetches their objects. Nothing here writes to a remote. */
import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type RefName, type Sha } from '../../../domain/shared/ids.ts';
import type { AskGit } from '../process/porcelain.ts';

/** Lists the refs of a remote below a prefix (`refs/intorch/`). */
export async function remoteRefs(
  ask: AskGit,
  remote: string,
  prefix: string,
): Promise<ReadonlyMap<RefName, Sha>> {
  refuseNoName([remote, prefix]);
  const { stdout } = await ask(['ls-remote', '--quiet', '--refs', '--', remote, `${prefix}*`]);
  return new Map(
    stdout.split('\n').flatMap((line): readonly (readonly [RefName, Sha])[] => {
      const [object = '', ref = ''] = line.split('\t');
      const sha = parseSha(object);
      return sha === null || !ref.startsWith(prefix) ? [] : [[ref as RefName, sha]];
    }),
  );
}

/** Fetches the objects of some refs of a remote. Moves no ref of ours. */
export async function fetchObjects(ask: AskGit, remote: string, refs: readonly RefName[]): Promise<void> {
  if (refs.length === 0) return;
  refuseNoName([remote, ...refs]);
  await ask([
    'fetch',
    '--quiet',
    '--no-tags',
    '--no-recurse-submodules',
    '--no-write-fetch-head',
    '--no-auto-maintenance',
    '--refmap=',
    '--',
    remote,
    ...refs,
  ]);
}

function refuseNoName(names: readonly string[]): void {
  const wrong = names.find((name) => name === '' || /^[-+]|[:*\s]/.test(name.replace(/^\w+:\/\//, '')));
  if (wrong !== undefined)
    throw new IntorchError('WRONG_USE', `${JSON.stringify(wrong)} is not the name of a remote or a ref`);
}
