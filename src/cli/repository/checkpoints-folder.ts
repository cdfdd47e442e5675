/** Where checkpoints lie: with their session below the git directory, or in the working tree where the settings want them. */
import { join } from 'node:path';
import { storedSettings } from '../../adapters/sessions.ts';
import { createYamlCheckpoints } from '../../adapters/yaml/yaml-checkpoints.ts';
import type { Settings } from '../../domain/config/settings.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { Checkpoints } from '../../ports/stores.ts';

const KEPT = 10;

/** Gives the folder that a session's checkpoints are written to. */
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

/** Gives the checkpoints of any session, to read: where its own settings put them, else today's, else the usual place. */
export function checkpointsToRead(
  common_dir: string,
  top_level: string | null,
  today: () => Promise<Pick<Settings, 'checkpoints'>>,
): (session: SessionId) => Promise<Checkpoints> {
  const usual = { checkpoints: { directory: null } } as Pick<Settings, 'checkpoints'>;
  return async (session) => {
    const own = await storedSettings(join(common_dir, 'intorch', 'sessions', session));
    const settings = own?.settings ?? (await today().catch(() => usual));
    const directory = checkpointsFolder(common_dir, top_level, settings, session);
    return createYamlCheckpoints({ session, directory, keep: KEPT, mirror: null, onTrouble: () => {} });
  };
}
