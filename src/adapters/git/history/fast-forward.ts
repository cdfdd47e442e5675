import type { Sha } from '../../../domain/shared/ids.ts';
import { lastWords } from '../process/failure.ts';
import type { AskGit } from '../process/porcelain.ts';

/** Exit statuses with which git says that it leaves the checkout as it is. */
const REFUSED = [1, 128];

/**
 * Moves a checkout forward to a commit; gives why not, or null when it stands there. Git itself leaves a file alone that is in the way;
 * changes that are not committed, and ignored files (`.env`), are reasons to leave all of it alone.
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
