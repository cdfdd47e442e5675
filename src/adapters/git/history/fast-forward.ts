import type { Sha } from '../../../domain/shared/ids.ts';
import { lastWords } from '../process/failure.ts';
import type { AskGit } from '../process/porcelain.ts';

/** Exit statuses of a git that leaves the checkout as it is. */
const REFUSED = [1, 128];

/**
 * Moves a checkout forward to a commit. Returns why it could not, or null when the checkout is there. Git itself refuses to overwrite an
 * untracked file. Uncommitted changes and ignored files in the way (`.env`) leave the whole checkout untouched.
 */
export async function fastForward(ask: AskGit, commit: Sha): Promise<string | null> {
  const { stdout: changes } = await ask(['status', '--porcelain', '-z', '--untracked-files=no']);
  if (changes !== '') return 'it has changes that are not committed';
  const args = [
    'merge',
    '--ff-only',
    '--no-autostash',
    '--no-overwrite-ignore',
    '--no-verify-signatures',
    '--quiet',
    commit,
  ];
  const { exit_code, stderr } = await ask(args, [0, ...REFUSED]);
  if (exit_code !== 0) return lastWords(stderr) || 'git refuses to';
  const { stdout } = await ask(['rev-parse', '--verify', 'HEAD']);
  return stdout.trimEnd() === commit ? null : `it stands at ${stdout.trimEnd()} already`;
}
