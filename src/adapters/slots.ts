/**
 * Slots hold the workspaces in which gates run. They are outside of any `.git`, because test runners ignore files below one. They are
 * kept between runs, so that what set-up installed stays warm. The process that uses a slot locks it, and takes over the lock of a dead
 * owner.
 */
import { mkdir, realpath, rm } from 'node:fs/promises';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Processes } from '../ports/processes.ts';
import type { Slot, Workspaces } from '../ports/workspaces.ts';
import { permits } from './async/limit.ts';
import { memoize } from './async/memoize.ts';
import { unwritable } from './disk/failure.ts';
import { gitRunner } from './git/process/run.ts';
import { borrowedObjects } from './slots/borrowed-objects.ts';
import { slotFiller } from './slots/fill-slot.ts';
import { differences, type Fingerprint, fingerprintOf } from './slots/fingerprint.ts';
import { type OperatorSide, watchOperator } from './slots/operator/operator-side.ts';
import type { MovedByUs } from './slots/operator/watched-refs.ts';
import { unfitOf } from './slots/put-commit.ts';
import { configuredFilters, putFiltered } from './slots/slot-filters.ts';
import {
  emptyRecord,
  inodeOf,
  isThere,
  isUnreplaced,
  readRecord,
  recordedSlots,
  refuseShared,
  removeFolder,
  removeTree,
  type SlotFolder,
  type SlotRecord,
  slotCookie,
  slotFolder,
  writeRecord,
} from './slots/slot-folder.ts';
import { type Owner, releaseLock, takeLock, thisOwner } from './slots/slot-lock.ts';

export interface SlotsOptions {
  /** Absolute path of the repository's common git directory. */
  readonly common_dir: string;
  /** Folder with objects of our own, which slots borrow too; default: none. */
  readonly own_objects?: string;
  /** Folder for slots, created if it does not exist. */
  readonly directory: string;
  /** Limit of slots in use at the same time. */
  readonly limit: number;
  readonly processes: Processes;
  /** The operator's environment; git gets allow-listed variables of it. Default: our own. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Names of the filters of the operator's git configuration (`lfs`) that run at checkout; default: none. */
  readonly filters?: readonly string[];
  /** Globs of ignored paths that stay in a slot from one tree to the next; default: none. */
  readonly caches?: readonly string[];
  /** What intorch itself does to refs while a gate runs. */
  readonly ours: MovedByUs;
  /** Receives each git command line, for display. */
  readonly onCommand?: ((line: string) => void) | undefined;
}

/** State of a slot when it was taken. */
interface InUse {
  readonly folder: SlotFolder;
  readonly record: SlotRecord;
  readonly fingerprint: Fingerprint;
  /** As it was before set-up. */
  readonly operator: OperatorSide;
}

const MOST_SLOTS = 1_000;

/** Creates the workspaces of one repository. */
export function slots(options: SlotsOptions): Workspaces {
  const { common_dir, own_objects, processes } = options;
  const env = options.env ?? process.env;
  const { onCommand } = options;
  const git = gitRunner({ git_dir: common_dir, env, onCommand });
  const checkout = { common_dir, own_objects, env, onCommand, configs: new Map<string, string>() };
  const filters = memoize(() => configuredFilters(git));
  const filler = slotFiller(checkout, { processes, caches: options.caches ?? [] });
  const { acquire, release } = permits(Math.max(1, options.limit));
  const watch = watchOperator(git, common_dir, env, options.ours);
  const in_use = new Map<string, InUse>();
  let owner: Promise<Owner> | null = null;
  const me = () => {
    owner ??= thisOwner();
    return owner;
  };

  const isOurs = async (folder: SlotFolder) => {
    const record = await readRecord(folder);
    return record?.common_dir === common_dir && (await isUnreplaced(folder, record.inode));
  };

  /** Locks the first slot that is free, or whose number is unused. */
  const lockOne = async (): Promise<SlotFolder> => {
    const root = await rootOf(options.directory);
    for (let ordinal = 1; ordinal <= MOST_SLOTS; ordinal++) {
      const folder = slotFolder(root, ordinal);
      const hasRecord = await isThere(folder.record);
      // A folder without a record of this repository belongs to somebody else, and so may one that took the place of ours.
      if (hasRecord ? !(await isOurs(folder)) : await isThere(folder.directory)) continue;
      if (await takeLock(folder.lock, await me())) return folder;
    }
    throw new IntorchError('STATE_UNWRITABLE', `There is no free slot below ${options.directory}`);
  };

  return {
    take: async (request) => {
      await acquire();
      let folder: SlotFolder | null = null;
      try {
        folder = await lockOne();
        if (!filler.knows(folder)) await processes.sweep(slotCookie(folder));
        const operator = await watch.look();
        const filled = await filler.fill(folder, request, operator.refs?.given).catch(unfitOf);
        const isFit = !('unfit' in filled);
        const unfiltered = isFit
          ? await putFiltered(folder, await filters(), options.filters ?? [], checkout)
          : [];
        const fingerprint = await fingerprintOf(folder.git_dir);
        if (fingerprint === null) throw new Error(`${folder.git_dir} is not there`);
        const inode = await inodeOf(folder.directory);
        const record = { ...emptyRecord(common_dir), commit: request.commit, inode };
        in_use.set(folder.name, { folder, record, fingerprint, operator });
        return {
          name: folder.name,
          directory: folder.directory,
          commit: request.commit,
          setup_failed: isFit ? filled.failed : null,
          unfit: isFit ? null : filled.unfit,
          lacks: isFit ? [...filled.lacks, ...unfiltered] : [],
          borrows: isFit ? await borrowedObjects(folder, { ...request, ...filled }, checkout) : [],
        };
      } catch (error) {
        if (folder !== null) await releaseLock(folder.lock, await me());
        release();
        throw unwritable(folder?.directory ?? options.directory, error);
      }
    },
    tampering: async (slot) => {
      const used = in_use.get(slot.name);
      if (used === undefined) return { by_gate: [], by_somebody: [] };
      const { folder, record } = used;
      const isSame = (await inodeOf(folder.directory)) === record.inode;
      const changed = isSame
        ? differences(used.fingerprint, await fingerprintOf(folder.git_dir))
        : ['the workspace was replaced'];
      const { by_gate, by_somebody } = await watch.changesSince(used.operator);
      if (changed.length + by_gate.length + by_somebody.length > 0)
        await writeRecord(folder, { ...record, spoiled: true });
      return { by_gate: [...changed, ...by_gate], by_somebody };
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
        await removeFolder(folder, (await readRecord(folder))?.inode ?? null);
        await removeTree(folder.modules);
        for (const path of [folder.manifest, folder.index, folder.record]) await rm(path, { force: true });
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
    const root = await realpath(directory);
    await refuseShared(root);
    return root;
  } catch (error) {
    throw unwritable(directory, error);
  }
}
