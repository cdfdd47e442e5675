/**
 * This folder: a repository as it is found, and the one place that knows every adapter.
 *
 * The composition root, which alone knows every adapter: opens a repository, and creates the ports of one session.
 */
import { rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { memoize } from '../../adapters/async/memoize.ts';
import { checkpointRef, createCheckpointMirror, sessionRefs } from '../../adapters/checkpoint-mirror.ts';
import { makePrivateFolder } from '../../adapters/disk/private-folder.ts';
import { createProcesses } from '../../adapters/execa/process.ts';
import { gitObjects, type ObjectsOptions } from '../../adapters/git/git-objects.ts';
import { gitHistory, type HistoryOptions } from '../../adapters/git/history.ts';
import { withOwnMoves } from '../../adapters/git/objects/refs/own-moves.ts';
import { createOutputReaders } from '../../adapters/output-readers.ts';
import { createSessionFiles } from '../../adapters/session-files.ts';
import { createSessions, type StoredSettings, storedSettings } from '../../adapters/sessions.ts';
import { slots } from '../../adapters/slots.ts';
import { createSessionLock } from '../../adapters/sqlite/session-lock.ts';
import { openSessionStore } from '../../adapters/sqlite/session-store.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { backupName } from '../../adapters/yaml/checkpoint-names.ts';
import { createYamlCheckpoints } from '../../adapters/yaml/yaml-checkpoints.ts';
import { integrationBranchName } from '../../domain/config/integration-branch.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import {
  type BranchName,
  branchRef,
  type Instant,
  type RefName,
  type SessionId,
} from '../../domain/shared/ids.ts';
import type { EnginePorts } from '../../engine/integration/ports.ts';
import type { History, Objects, RepositoryInfo } from '../../ports/git.ts';
import type { SessionLock } from '../../ports/lock.ts';
import type { Sessions } from '../../ports/stores.ts';
import type { Io } from '../arguments/io.ts';
import type { FlagValues } from '../arguments/parse-args.ts';
import { checkpointsFolder, checkpointsFolderOf } from './checkpoints-folder.ts';
import {
  type ChosenSettings,
  chosenSettings,
  type WrittenSettings,
  writtenSettings,
} from './chosen-settings.ts';
import { type CommandLog, commandLog } from './command-log.ts';
import { readIntegration } from './integration-kind.ts';
import { PROCESS_KINDS } from './process-kinds.ts';
import { sandboxFor } from './sandbox-for.ts';
import { slotsFolder } from './slots-folder.ts';
import { type StoredSessions, storedSessions } from './stored-sessions.ts';
import { targetOf } from './target-of.ts';

/** One repository as intorch sees it. Opening it changes nothing in it. */
export interface Repository {
  readonly info: RepositoryInfo;
  /** `<git-common-dir>/intorch`. */
  readonly directory: string;
  readonly history: History;
  readonly sessions: Sessions;
  readonly lock: SessionLock;
  /** Sessions of any kind, for reading. */
  readonly stored: StoredSessions;
  readonly host: string;
  /** The operator's environment. */
  readonly env: Io['env'];
  /** The git commands run so far, to show to people. */
  readonly commands: CommandLog;
  /** Flags override the environment, which overrides intorch.yaml (or the proposal for the project), which overrides the defaults. */
  readonly settings: () => Promise<Settings>;
  /** The same settings, where they come from, and what is to be said of them. */
  readonly chosen: () => Promise<ChosenSettings>;
  /** The settings a session began with; null when they cannot be read. */
  readonly settingsOf: (session: SessionId) => Promise<StoredSettings | null>;
  /** What intorch.yaml alone says for a target. @throws CONFIG_INVALID */
  readonly written: (target: BranchName) => Promise<WrittenSettings>;
  readonly targetOf: (settings: Settings) => Promise<BranchName>;
}

/**
 * Opens the repository that contains a folder; `place` says where temporary files go if not into the repository. Settings are read whenever they
 * are asked for, or once: for one start that decides by the same settings throughout.
 * @throws NOT_A_REPOSITORY, GIT_MISSING, GIT_TOO_OLD
 */
export async function openRepository(
  io: Pick<Io, 'directory' | 'env'>,
  flags: FlagValues,
  {
    reads_settings,
    ...place
  }: Pick<HistoryOptions, 'scratch_dir' | 'runner'> & { reads_settings?: 'once' } = {},
): Promise<Repository> {
  const commands = commandLog();
  const history = gitHistory({ directory: io.directory, env: io.env, onCommand: commands.add, ...place });
  const info = await history.repository();
  const directory = join(info.common_dir, 'intorch');
  const top = info.top_level;
  const call = { ...info, io, flags };
  const read = () => chosenSettings(call);
  const chosen = reads_settings === 'once' ? memoize(read) : read;
  const settings = async () => (await chosen()).settings;
  const stored = storedSessions(
    PROCESS_KINDS,
    directory,
    checkpointsFolderOf(info.common_dir, top, settings),
  );
  return {
    info,
    directory,
    history,
    sessions: createSessions({ directory, stored }),
    stored,
    lock: createSessionLock(directory),
    host: hostname(),
    env: io.env,
    commands,
    settings,
    chosen,
    settingsOf: async (session) => {
      const own = await storedSettings(join(directory, 'sessions', session));
      if (own !== null) return own;
      const { found } = await readIntegration(stored, session);
      return found === null ? null : { settings: found.state.settings };
    },
    written: (target) => writtenSettings(call, target),
    targetOf: (chosen) => targetOf(history, chosen),
  };
}

/** Creates everything the engine uses for one session. */
export async function sessionPorts(
  repository: Repository,
  session: SessionId,
  settings: Settings,
  created_at: Instant,
  onTrouble: (error: unknown) => void,
): Promise<EnginePorts> {
  const { directory, sessions, info, env, commands } = repository;
  await sessions.create(session);
  const session_directory = sessions.directory(session);
  const own_objects = ownObjectsFolder(directory);
  await makePrivateFolder(own_objects);
  const place = { directory: info.top_level ?? info.common_dir, scratch_dir: join(directory, 'scratch') };
  const history = gitHistory({ ...place, own_objects, env, onCommand: commands.add });
  const { steps, ...store } = await openSessionStore({
    codec: integrationCodec,
    session,
    created_at,
    directory,
    log: join(session_directory, 'logs', 'events.jsonl'),
    onTrouble,
  });
  const ours = branchRef(integrationBranchName(settings, session));
  const { objects, moves } = withOwnMoves(
    objectsOf(repository, settings, { owned: [ours], own: { folder: own_objects, log: steps } }),
  );
  const processes = createProcesses({ environment: env, sandbox: await sandboxFor(info, settings, env) });
  const { keep, commit, push, remote } = settings.checkpoints;
  const mirror = commit
    ? createCheckpointMirror({
        session,
        file: backupName(integrationCodec.kind),
        objects,
        history,
        object_format: info.object_format,
        identity: await history.identity(),
        now: systemClock.now,
        push_to: push ? remote : null,
        onTrouble,
      })
    : null;
  return {
    ...store,
    history,
    objects,
    processes,
    readers: createOutputReaders(),
    workspaces: slots({
      common_dir: info.common_dir,
      own_objects,
      directory: slotsFolder(info.common_dir, settings, env),
      limit: settings.max_concurrency,
      filters: settings.worktree.filters,
      caches: settings.worktree.caches,
      processes,
      env,
      ours: { branch: ours, watched: [sessionRefs(session), checkpointRef(session)], moves },
    }),
    checkpoints: createYamlCheckpoints({
      codec: integrationCodec,
      session,
      directory: checkpointsFolder(info.common_dir, info.top_level, settings, session),
      within: settings.checkpoints.directory === null ? null : info.top_level,
      keep,
      mirror,
      onTrouble,
    }),
    files: createSessionFiles(session_directory),
    clock: systemClock,
  };
}

/** Returns the folder for the objects that a session makes, below an intorch folder. */
function ownObjectsFolder(directory: string): string {
  return join(directory, 'objects');
}

/** Removes the objects that an earlier session made, once they are on the disk in the repository. */
export async function forgetOwnObjects(
  { directory }: Pick<Repository, 'directory'>,
  { objects }: Pick<EnginePorts, 'objects'>,
): Promise<void> {
  await objects.settle();
  await rm(ownObjectsFolder(directory), { recursive: true, force: true });
  await makePrivateFolder(ownObjectsFolder(directory));
}

/** Opens the object database, with the merge drivers that the settings trust; `owned` lists branches that only intorch moves. */
export function objectsOf(
  { info, commands, directory, env }: Repository,
  settings: { readonly conflicts: Pick<Settings['conflicts'], 'trusted_drivers'> },
  {
    owned = [],
    ...own
  }: { readonly owned?: readonly RefName[] } & Pick<ObjectsOptions, 'own' | 'runner'> = {},
): Objects {
  return gitObjects({
    git_dir: info.common_dir,
    scratch_dir: join(directory, 'scratch'),
    trusted_drivers: settings.conflicts.trusted_drivers,
    version: info.git_version,
    ...own,
    owned_refs: ['refs/intorch/', ...owned],
    env,
    onCommand: commands.add,
  });
}
