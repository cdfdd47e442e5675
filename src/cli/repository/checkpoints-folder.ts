/** Where checkpoints are stored: with their session below the git directory, or in the working tree when the settings say so. */
import { join } from 'node:path';
import { memoize } from '../../adapters/async/memoize.ts';
import { settingsOutline } from '../../adapters/sessions.ts';
import { isFolderInTree } from '../../domain/config/folder-in-tree.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';

/** Returns the folder that a session's checkpoints are written to. @throws CONFIG_INVALID for one outside of the working tree */
export function checkpointsFolder(
  common_dir: string,
  top_level: string | null,
  settings: { readonly checkpoints: Pick<Settings['checkpoints'], 'directory'> },
  session: SessionId,
): string {
  const { directory } = settings.checkpoints;
  if (directory === null || top_level === null)
    return join(common_dir, 'intorch', 'sessions', session, 'checkpoints');
  // What a session froze was checked by another program, if at all.
  if (isFolderInTree(directory)) return join(top_level, directory);
  throw new IntorchError(
    'CONFIG_INVALID',
    `checkpoints.directory is no folder inside the working tree: ${JSON.stringify(directory)}`,
  );
}

/** Returns the folder with the checkpoints of any session: where its own settings put them, else today's settings, else the default. */
export function checkpointsFolderOf(
  common_dir: string,
  top_level: string | null,
  today: () => Promise<{ readonly checkpoints: Pick<Settings['checkpoints'], 'directory'> }>,
): (session: SessionId) => Promise<string> {
  const todays = memoize(async () => (await today()).checkpoints);
  return async (session) => {
    // Without a working tree there is one place.
    if (top_level === null)
      return checkpointsFolder(common_dir, null, { checkpoints: { directory: null } }, session);
    const own = await settingsOutline(join(common_dir, 'intorch', 'sessions', session));
    const checkpoints = own ?? (await todays().catch(() => ({ directory: null })));
    return checkpointsFolder(common_dir, top_level, { checkpoints }, session);
  };
}
