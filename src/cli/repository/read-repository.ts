/** What read-only commands need: stored sessions, the lock, the configuration. Nothing in it loads a screen or the journal. */
import { join, resolve } from 'node:path';
import { createSessionFiles } from '../../adapters/session-files.ts';
import { createSessions } from '../../adapters/sessions.ts';
import { createSessionLock } from '../../adapters/sqlite/session-lock.ts';
import { askGit, topLevelOf } from '../../adapters/survey/ask-git.ts';
import { createYamlCheckpoints } from '../../adapters/yaml/yaml-checkpoints.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import { asIntorchError, IntorchError } from '../../domain/shared/errors.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues } from '../arguments/parse-args.ts';
import { checkpointsFolderOf } from './checkpoints-folder.ts';
import { type ChosenSettings, chosenSettings, writtenSettings } from './chosen-settings.ts';
import type { ProcessKind } from './process-kind.ts';
import { PROCESS_KINDS } from './process-kinds.ts';
import type { SessionContext } from './session-context.ts';
import { storedSessions } from './stored-sessions.ts';

/** A repository opened for reading. */
export interface Looking extends SessionContext {
  /** `<git-common-dir>/intorch`. */
  readonly directory: string;
  readonly common_dir: string;
  /** Top of the working tree; null when there is none. */
  readonly top_level: string | null;
  readonly config: () => Promise<ChosenSettings>;
  /** Why intorch.yaml cannot be used; null when it can, or when there is none. */
  readonly configProblem: () => Promise<string | null>;
}

/** Has no effect for readers: only whoever drives a session rotates its checkpoints. */
const KEPT = 10;

/** Opens the repository that contains a folder, for reading. @throws NOT_A_REPOSITORY */
export async function readRepository(
  io: Pick<Io, 'directory' | 'env'>,
  flags: FlagValues,
  kinds: readonly ProcessKind[] = PROCESS_KINDS,
): Promise<Looking> {
  const [answer, top] = await Promise.all([
    askGit(io.directory, ['rev-parse', '--git-common-dir']),
    topLevelOf(io.directory),
  ]);
  // An empty path would be the folder at hand, and state would be written into the checkout.
  if (!answer?.trim()) throw new IntorchError('NOT_A_REPOSITORY', `${io.directory} is in no git repository`);
  const common_dir = resolve(io.directory, answer.replace(/\n$/, ''));
  const directory = join(common_dir, 'intorch');
  const call = { common_dir, top_level: top, io, flags };
  const config = () => chosenSettings(call);
  const folderOf = checkpointsFolderOf(common_dir, top, async () => (await config()).settings);
  const stored = storedSessions(kinds, directory, folderOf);
  return {
    directory,
    common_dir,
    top_level: top,
    sessions: createSessions({ directory, stored }),
    stored,
    lock: createSessionLock(directory),
    checkpoints: async (session) =>
      createYamlCheckpoints({
        codec: integrationCodec,
        session,
        directory: await folderOf(session),
        keep: KEPT,
        mirror: null,
        onTrouble: () => {},
      }),
    files: (session) => createSessionFiles(join(directory, 'sessions', session)),
    config,
    configProblem: () =>
      writtenSettings(call).then(
        () => null,
        (thrown: unknown) => asIntorchError(thrown).message,
      ),
  };
}
