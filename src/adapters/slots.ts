/**
 * Slots hold the workspaces in which gates run. They are outside of any `.git`, because test runners ignore files below one. They are
 * kept between runs, so that what set-up installed stays warm. The process that uses a slot locks it, and takes over the lock of a dead
 * owner.
 */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { IntorchError } from '../domain/shared/errors.ts';
import type { RefName, Sha } from '../domain/shared/ids.ts';
import type { Processes } from '../ports/processes.ts';
import type { Slot, SlotRequest, Workspaces } from '../ports/workspaces.ts';
import { permits } from './async/limit.ts';
import { unwritable } from './disk/failure.ts';
import { gitRunner } from './git/process/run.ts';
import { differences, type Fingerprint, fingerprintOf } from './slots/fingerprint.ts';
import {
  isThere,
  readRecord,
  recordedSlots,
  removeTree,
  type SlotFolder,
  type SlotRecord,
  slotFolder,
  writeRecord,
} from './slots/slot-folder.ts';
import { putCommit, unfitOf } from './slots/slot-git.ts';
import { type Owner, releaseLock, takeLock, thisOwner } from './slots/slot-lock.ts';
import { runSetup, setupKey, slotCookie } from './slots/slot-setup.ts';
import { movedRefs, type WatchedRefs, watchedRefs } from './slots/watched-refs.ts';

export interface SlotsOptions {
  /** Absolute path of the repository's common git directory. */
  readonly common_dir: string;
  /** Folder for slots, created if it does not exist. */
  readonly directory: string;
  /** Limit of slots in use at the same time. */
  readonly limit: number;
  readonly processes: Processes;
  /** The operator's environment; git gets allow-listed variables of it. Default: our own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Whether filters of the operator's configuration (LFS) run at checkout; default: no. */
  readonly filters?: boolean;
  /** Refs that intorch itself may move while a gate runs, such as the integration branch. */
  readonly isOurs?: (ref: RefName) => boolean;
  /** Receives each git command line, for display. */
  readonly onCommand?: ((line: string) => void) | undefined;
}

/** State of a slot when it was taken. */
interface InUse {
  readonly folder: SlotFolder;
  readonly fingerprint: Fingerprint;
  readonly refs: WatchedRefs;
}

const MOST_SLOTS = 1_000;

/** Creates the workspaces of one repository. */
export function slots(options: SlotsOptions): Workspaces {
  const { common_dir, processes } = options;
  const env = options.env ?? process.env;
  const { onCommand } = options;
  const git = gitRunner({ git_dir: common_dir, env, onCommand });
  const checkout = { common_dir, env, filters: options.filters ?? false, onCommand };
  const { acquire, release } = permits(Math.max(1, options.limit));
  const in_use = new Map<string, InUse>();
  let owner: Promise<Owner> | null = null;
  const me = () => {
    owner ??= thisOwner();
    return owner;
  };

  const isOurs = async (folder: SlotFolder) => (await readRecord(folder))?.common_dir === common_dir;

  /** Locks the first slot that is free, or whose number is unused. */
  const lockOne = async (): Promise<SlotFolder> => {
    const root = await rootOf(options.directory);
    for (let ordinal = 1; ordinal <= MOST_SLOTS; ordinal++) {
      const folder = slotFolder(root, ordinal);
      const hasRecord = await isThere(folder.record);
      // A folder without a record of this repository belongs to somebody else.
      if (hasRecord ? !(await isOurs(folder)) : await isThere(folder.directory)) continue;
      if (await takeLock(folder.lock, await me())) return folder;
    }
    throw new IntorchError('STATE_UNWRITABLE', `There is no free slot below ${options.directory}`);
  };

  const fill = async (folder: SlotFolder, commit: Sha): Promise<SlotRecord> => {
    const before = await readRecord(folder);
    // Write the record before the folder: a folder without one would not count as ours.
    await writeRecord(folder, {
      common_dir,
      commit: before?.commit ?? null,
      setup_key: before?.setup_key ?? null,
    });
    let setup_key = (await isThere(folder.directory)) ? (before?.setup_key ?? null) : null;
    try {
      await putCommit(folder, commit, before?.commit ?? null, checkout);
    } catch {
      // A gate may leave files behind that git cannot remove. Made from scratch, the slot is cold, but correct.
      setup_key = null;
      await writeRecord(folder, { common_dir, commit: null, setup_key });
      await removeTree(folder.directory);
      await putCommit(folder, commit, null, checkout);
    }
    const record = { common_dir, commit, setup_key };
    await writeRecord(folder, record);
    return record;
  };

  const setUp = async (folder: SlotFolder, record: SlotRecord, commit: Sha, { setup }: SlotRequest) => {
    if (setup === null) return null;
    const setup_key = await setupKey(folder, setup);
    if (record.setup_key === setup_key) return null;
    await writeRecord(folder, { ...record, setup_key: null });
    const failure = await runSetup(folder, setup, processes);
    if (failure !== null) return failure;
    // Set-up may rewrite lock files and configure hooks. The gate gets the commit itself, and what set-up put into ignored paths.
    await putCommit(folder, commit, commit, checkout);
    await writeRecord(folder, { ...record, setup_key });
    return null;
  };

  return {
    take: async (request) => {
      await acquire();
      let folder: SlotFolder | null = null;
      try {
        folder = await lockOne();
        await processes.sweep(slotCookie(folder));
        const filled = await fill(folder, request.commit).catch(unfitOf);
        const unfit = 'unfit' in filled ? filled.unfit : null;
        const setup_failed = 'unfit' in filled ? null : await setUp(folder, filled, request.commit, request);
        const fingerprint = await fingerprintOf(folder.git_dir);
        if (fingerprint === null) throw new Error(`${folder.git_dir} is not there`);
        in_use.set(folder.name, { folder, fingerprint, refs: await watchedRefs(git) });
        return {
          name: folder.name,
          directory: folder.directory,
          commit: request.commit,
          setup_failed,
          unfit,
        };
      } catch (error) {
        if (folder !== null) await releaseLock(folder.lock, await me());
        release();
        throw unwritable(folder?.directory ?? options.directory, error);
      }
    },
    tampering: async (slot) => {
      const used = in_use.get(slot.name);
      if (used === undefined) return [];
      const changed = differences(used.fingerprint, await fingerprintOf(used.folder.git_dir));
      const mayMove = options.isOurs ?? (() => false);
      const moved = await movedRefs(git, used.refs, await watchedRefs(git), mayMove);
      return [...changed, ...moved];
    },
    release: async (slot: Slot) => {
      const used = in_use.get(slot.name);
      if (used === undefined) return;
      in_use.delete(slot.name);
      await releaseLock(used.folder.lock, await me());
      release();
    },
    missing: async () => {
      const gone: string[] = [];
      for (const folder of await recordedSlots(await rootOf(options.directory))) {
        const record = await readRecord(folder);
        // A slot whose first checkout was cut off never existed.
        const wasThere = record?.common_dir === common_dir && record.commit !== null;
        if (wasThere && !(await isThere(folder.directory))) gone.push(folder.directory);
      }
      return gone;
    },
    removeAll: async () => {
      const removed: string[] = [];
      for (const folder of await recordedSlots(await rootOf(options.directory))) {
        if (!(await isOurs(folder)) || !(await takeLock(folder.lock, await me()))) continue;
        await removeTree(folder.directory);
        await rm(folder.record, { force: true });
        await releaseLock(folder.lock, await me());
        removed.push(folder.directory);
      }
      return removed;
    },
  };
}

async function rootOf(directory: string): Promise<string> {
  try {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    return await realpath(directory);
  } catch (error) {
    throw unwritable(directory, error);
  }
}
