import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import type { Settings } from '../../domain/config/settings.ts';

/**
 * Returns the folder of a repository's workspaces: `worktree.directory` of the settings, else one in the user's cache folder. It is
 * outside the git directory because test runners such as jest find no tests below a folder named `.git`.
 */
export function slotsFolder(
  common_dir: string,
  settings: { readonly worktree: Pick<Settings['worktree'], 'directory'> },
  env: Readonly<Record<string, string | undefined>>,
): string {
  const { directory } = settings.worktree;
  if (directory !== null) return resolve(dirname(common_dir), directory);
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache');
  const name = basename(common_dir) === '.git' ? basename(dirname(common_dir)) : basename(common_dir);
  const hash = createHash('sha256').update(common_dir).digest('hex').slice(0, 8);
  return join(cache, 'intorch', `${name}-${hash}`);
}
