/** Puts a commit into a slot, with what set-up makes of it: from what is known of the slot, else by comparing all of it, else from scratch. */
import type { WorkspaceLack } from '../../domain/gate/clue.ts';
import type { Processes } from '../../ports/processes.ts';
import type { SlotRequest } from '../../ports/workspaces.ts';
import { borrowedObjects } from './borrowed-objects.ts';
import { type KeptSlot, keepSlot, moveKept } from './kept-slot.ts';
import { putCommit } from './put-commit.ts';
import { restoreSlot } from './restore-slot.ts';
import {
  claimFolder,
  emptyRecord,
  isThere,
  readRecord,
  removeFolder,
  type SlotFolder,
  type SlotRecord,
  writeRecord,
} from './slot-folder.ts';
import type { SlotGitOptions } from './slot-git.ts';
import { entryAt, type Manifest, readManifest, recordManifest } from './slot-manifest.ts';
import { runSetup, setupKey, setupName, setupsInTurn } from './slot-setup.ts';
import {
  emptySubmodules,
  keepModules,
  lacksOf,
  type MissingSubmodule,
  putSubmodules,
  submodulesOf,
} from './slot-submodules.ts';

export interface FilledSlot {
  /** Why set-up failed, as a sentence; null: it did not. */
  readonly failed: string | null;
  readonly lacks: readonly WorkspaceLack[];
  readonly missing: readonly MissingSubmodule[];
}

export interface SlotFiller {
  /** Checks whether a slot is as this process left it but for its gates, so that no git of another is at work there. */
  readonly knows: (folder: SlotFolder) => boolean;
  readonly fill: (folder: SlotFolder, request: SlotRequest, refs: string | undefined) => Promise<FilledSlot>;
}

interface Put {
  readonly record: SlotRecord;
  readonly missing: readonly MissingSubmodule[];
  /** Where the slot was known. */
  readonly kept?: KeptSlot;
}

export function slotFiller(
  checkout: SlotGitOptions,
  { processes, caches }: { readonly processes: Processes; readonly caches: readonly string[] },
): SlotFiller {
  const known = new Map<string, KeptSlot>();
  const alone = setupsInTurn();

  /** Without set-up, submodules stay empty, as in a worktree that git adds: nobody said that the gates need them. */
  const put = async (
    folder: SlotFolder,
    { commit, setup }: SlotRequest,
    { commit: previous, inode }: SlotRecord,
    options: SlotGitOptions,
  ) => {
    await claimFolder(folder, inode);
    await putCommit(folder, commit, previous, options);
    return putSubmodules(folder, commit, previous, setup === null ? { ...options, modules: [] } : options);
  };

  const claim = async (folder: SlotFolder, record: SlotRecord) => {
    const claimed = { ...record, inode: await claimFolder(folder, record.inode) };
    await writeRecord(folder, claimed);
    return claimed;
  };

  const fresh = async (folder: SlotFolder, before: SlotRecord | null) => {
    await removeFolder(folder, before?.inode ?? null);
    const empty = emptyRecord(checkout.common_dir);
    // Write the record before the folder: a folder without one would not count as ours.
    await writeRecord(folder, empty);
    return claim(folder, empty);
  };

  /** Returns null where it does not work out. */
  const move = async (folder: SlotFolder, { commit, setup }: SlotRequest, options: SlotGitOptions) => {
    const kept = known.get(folder.name);
    known.delete(folder.name);
    const before = await readRecord(folder);
    if (kept === undefined || before?.commit !== kept.commit || before.spoiled) return null;
    // Without set-up, nothing may be left of one.
    if (setup === null && kept.left.size > 0) return null;
    await claimFolder(folder, before.inode);
    const moved = await moveKept(folder, kept, { commit, caches }, options).catch(() => null);
    if (moved === null) return null;
    const setup_key = moved.is_as_left ? before.setup_key : null;
    const record = { ...before, commit, setup_key };
    if (commit !== before.commit) await writeRecord(folder, record);
    return { record, missing: [], kept: moved.kept };
  };

  const compare = async (folder: SlotFolder, request: SlotRequest, options: SlotGitOptions) => {
    const before = await readRecord(folder);
    const isKept = before !== null && !before.spoiled && (await isThere(folder.directory));
    const { commit, setup } = request;
    let record = isKept ? await claim(folder, before) : await fresh(folder, before);
    let missing: Put['missing'];
    try {
      missing = await put(folder, request, record, options);
      const { setup_key } = record;
      const isSetUp = setup !== null;
      // What the tree's own gates left may stay: it is judged alone. A set-up that has to run clears the slot itself.
      const isOther = record.commit !== commit && (setup_key !== null || !isSetUp);
      if (isOther && !(await restoreSlot(folder, { commit, missing }, { isSetUp, caches }, options)))
        record = { ...record, setup_key: null };
    } catch {
      // A gate may leave files behind that git cannot remove. Made from scratch, the slot is cold, but correct.
      record = await fresh(folder, record);
      missing = await put(folder, request, record, options);
    }
    record = { ...record, commit };
    await writeRecord(folder, record);
    return { record, missing };
  };

  /** Runs set-up where it has not passed on the same inputs. `left`: what it left, where it ran now. */
  const setUp = async (
    folder: SlotFolder,
    { record, missing }: Put,
    request: SlotRequest,
    options: SlotGitOptions,
  ): Promise<FilledSlot & { readonly left?: Manifest }> => {
    const { commit, setup } = request;
    const submodules = setup === null ? [] : await submodulesOf(folder, commit, options);
    const setup_key = setup === null ? null : await setupKey(folder, setup, submodules);
    const warm = await lacksOf(missing);
    const isWarm = setup !== null && record.setup_key === setup_key && !warm.some(isAtAnother);
    if (isWarm) return { failed: null, lacks: warm, missing };
    if (setup !== null || missing.length > 0) await writeRecord(folder, { ...record, setup_key: null });
    await emptySubmodules(missing);
    if (setup === null || setup_key === null) return { failed: null, lacks: await lacksOf(missing), missing };
    setup.onStart?.();
    const failed = await alone(setup.command, setup_key, async () => {
      // What an earlier set-up and gates of other commits left is of other inputs.
      await restoreSlot(folder, { commit, missing }, { isSetUp: false, caches: [] }, options);
      return runSetup(folder, setup, processes, await borrowedObjects(folder, { commit, missing }, options));
    });
    if (failed !== null) return { failed, lacks: [], missing };
    await keepModules(folder, missing);
    // Set-up may rewrite lock files and configure hooks. The gate gets the commit itself, and what set-up put into ignored paths.
    const without = await put(folder, request, record, options);
    const lacks = await lacksOf(without);
    if (lacks.some(isAtAnother)) {
      const failed = `${setupName(setup)} left a submodule at a commit that is not the one under test`;
      return { failed, lacks, missing };
    }
    const left = await recordManifest(folder, { commit, missing: without }, options);
    await writeRecord(folder, { ...record, setup_key });
    return { failed: null, lacks, missing, left };
  };

  return {
    knows: (folder) => {
      const kept = known.get(folder.name);
      return kept !== undefined && entryAt(folder.index) === kept.index;
    },
    fill: async (folder, request, refs) => {
      const { commit, setup } = request;
      const options = { ...checkout, refs };
      const put: Put = (await move(folder, request, options)) ?? (await compare(folder, request, options));
      const filled = await setUp(folder, put, request, options);
      if (filled.failed !== null) return filled;
      const left = filled.left ?? (setup === null ? new Map() : await readManifest(folder));
      const kept =
        filled.left === undefined && put.kept !== undefined
          ? put.kept
          : left && (await keepSlot(folder, commit, left, options));
      if (kept !== null) known.set(folder.name, kept);
      return filled;
    },
  };
}

function isAtAnother({ kind }: WorkspaceLack): boolean {
  return kind === 'other_submodule';
}
