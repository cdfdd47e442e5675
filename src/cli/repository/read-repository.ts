import { join } from 'node:path';
import { createSessionFiles } from '../../adapters/session-files.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { createSessionLock } from '../../adapters/sqlite/session-lock.ts';
import { placeByFiles, type RepositoryPlace } from '../../adapters/survey/place-by-files.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues } from '../arguments/parse-args.ts';
import { checkpointsFolderOf } from './checkpoints-folder.ts';
import type { ChosenSettings } from './chosen-settings.ts';
import { isFileOfSession } from './file-of-session.ts';
import type { ProcessKind } from './process-kind.ts';
import { PROCESS_KINDS } from './process-kinds.ts';
import type { SessionContext } from './session-context.ts';
import { storedSessions } from './stored-sessions.ts';

/** A repository opened for reading. */
export interface Looking extends SessionContext, RepositoryPlace {
  /** `<git-common-dir>/intorch`. */
  readonly directory: string;
  readonly config: () => Promise<ChosenSettings>;
  /** Why the intorch.yaml that counts for a session cannot be used; null when it can, or when there is none. */
  readonly configProblem: (session: SessionId) => Promise<string | null>;
}

/** Has no effect for readers: only whoever drives a session rotates its checkpoints. */
const KEPT = 10;

/**
 * Opens the repository that contains a folder, for reading. What is dear to load is loaded where it is needed: git, YAML and the schemas.
 * @throws NOT_A_REPOSITORY
 */
export async function readRepository(
  io: Pick<Io, 'directory' | 'env'>,
  flags: FlagValues,
  kinds: readonly ProcessKind[] = PROCESS_KINDS,
): Promise<Looking> {
  const place = placeByFiles(io.directory) ?? (await askedPlace(io.directory));
  if (place === null) throw new IntorchError('NOT_A_REPOSITORY', `${io.directory} is in no git repository`);
  const directory = join(place.common_dir, 'intorch');
  const call = { ...place, io, flags };
  const folderOfSession = (session: SessionId) => join(directory, 'sessions', session);
  const config = async () => (await import('./chosen-settings.ts')).chosenSettings(call);
  const folderOf = checkpointsFolderOf(
    place.common_dir,
    place.top_level,
    async () => (await config()).settings,
  );
  const stored = storedSessions(kinds, directory, folderOf);
  return {
    ...place,
    directory,
    sessions: createSessions({ directory, stored }),
    stored,
    lock: createSessionLock(directory),
    checkpoints: async (session) => {
      const { createYamlCheckpoints } = await import('../../adapters/yaml/yaml-checkpoints.ts');
      const { integrationCodec } = await import('../../domain/integration/checkpoint/codec.ts');
      return createYamlCheckpoints({
        codec: integrationCodec,
        session,
        directory: await folderOf(session),
        keep: KEPT,
        mirror: null,
        onTrouble: () => {},
      });
    },
    files: (session) => createSessionFiles(folderOfSession(session)),
    config,
    configProblem: async (session) => {
      if (await isFileOfSession(call, folderOfSession(session))) return null;
      const { writtenSettings } = await import('./chosen-settings.ts');
      return writtenSettings(call).then(
        () => null,
        (thrown: unknown) => asIntorchError(thrown).message,
      );
    },
  };
}

async function askedPlace(directory: string): Promise<RepositoryPlace | null> {
  return (await import('../../adapters/survey/ask-git.ts')).placeByGit(directory);
}
