/** Where checkpoints are stored: with their session below the git directory, or in the working tree when the settings say so. */
import { join } from 'node:path';
import { storedSettings } from '../../adapters/sessions.ts';
import type { Settings } from '../../domain/config/settings.ts';
import type { SessionId } from '../../domain/shared/ids.ts';

/** Returns the folder that a session's checkpoints are written to. */
export function checkpointsFolder(
  common_dir: string,
  top_level: string | null,
  settings: Pick<Settings, 'checkpoints'>,
  session: SessionId,
): string {
  const { directory } = settings.checkpoints;
  const inTree = directory !== null && top_level !== null;
  return inTree
    ? join(top_level, directory)
    : join(common_dir, 'intorch', 'sessions', session, 'checkpoints');
}

/** Returns the folder with the checkpoints of any session: where its own settings put them, else today's settings, else the default. */
export function checkpointsFolderOf(
  common_dir: string,
  top_level: string | null,
  today: () => Promise<Pick<Settings, 'checkpoints'>>,
): (session: SessionId) => Promise<string> {
  const usual = { checkpoints: { directory: null } } as Pick<Settings, 'checkpoints'>;
  return async (session) => {
    const own = await storedSettings(join(common_dir, 'intorch', 'sessions', session));
    const settings = own?.settings ?? (await today().catch(() => usual));
    return checkpointsFolder(common_dir, top_level, settings, session);
  };
}
