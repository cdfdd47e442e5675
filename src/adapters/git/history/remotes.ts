/** Lists refs of another repository and fetches their objects. Nothing here writes to a remote. */
import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type RefName, type Sha } from '../../../domain/shared/ids.ts';
import { memoize } from '../../async/memoize.ts';
import { inBatchMode } from '../process/environment.ts';
import { type AskGit, openPorcelain, type PorcelainOptions } from '../process/porcelain.ts';

/**
 * Opens what asks a remote: by the operator's own way to reach it (GIT_SSH_COMMAND, else core.sshCommand), which never asks for a password.
 * The configuration is read at the first use.
 */
export function reachRemotes(ask: AskGit, options: PorcelainOptions): AskGit {
  const opened = memoize(async () => {
    const configured = async () => (await ask(['config', '--get', 'core.sshCommand'], [0, 1])).stdout.trim();
    const own = options.env['GIT_SSH_COMMAND'] ?? (await configured());
    return openPorcelain({ ...options, env: { ...options.env, GIT_SSH_COMMAND: inBatchMode(own) } });
  });
  return async (...question) => (await opened())(...question);
}

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
