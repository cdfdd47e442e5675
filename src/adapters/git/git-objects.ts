/**
 * This folder: a repository by its two doors, `gitObjects` here and `gitHistory` in history.ts.
 *
 * The object database of a repository, by git itself: merging, writing and publishing repository a working tree.
 *
 * This folder is one room with two doors, `gitObjects` here and `gitHistory` in history.ts. It stands on `adapters/execa/`.
 */
import { join } from 'node:path';
import { IntorchError } from '../../domain/shared/errors.ts';
import type { Sha } from '../../domain/shared/ids.ts';
import type { Objects } from '../../ports/git.ts';
import type { StepLog } from '../../ports/step-log.ts';
import { memoize, memoizeBy } from '../async/memoize.ts';
import { type AttributesOf, targetAttributes } from './merging/attributes.ts';
import { blobComparer } from './merging/blob-ranges.ts';
import { type Forecasts, forecaster } from './merging/forecast.ts';
import type { ChangeReader } from './merging/hunk-filter.ts';
import { changeLister } from './merging/listed-changes.ts';
import { type MergeCommits, merger, pickCommit, type Staying } from './merging/merge.ts';
import { readMergeDrivers } from './merging/merge-drivers.ts';
import { mergeFile } from './merging/merge-file.ts';
import { paddingIn } from './merging/padding.ts';
import { readBlobs, sizesOf } from './objects/blobs.ts';
import { writeCommit } from './objects/commits.ts';
import { writeObjects } from './objects/hash-object.ts';
import { listFiles } from './objects/list-files.ts';
import { isMadeOf } from './objects/made-of.ts';
import { malformedBranches } from './objects/malformed-branches.ts';
import { pathsWithMarkers } from './objects/markers.ts';
import { brokenRefs, isWhole } from './objects/presence.ts';
import { lostMoves, readOwnRefs } from './objects/refs/lost-moves.ts';
import { isOwned } from './objects/refs/ref-locks.ts';
import { refsAre, updateRefs } from './objects/refs/refs.ts';
import { similarPaths } from './objects/similar-paths.ts';
import { readEntries, treeOf, writeTree } from './objects/trees.ts';
import { unsoundObject } from './objects/unsound.ts';
import { writeFolder, writeVariants } from './objects/write-variants.ts';
import { UNSYNCED } from './process/environment.ts';
import { readingFrom, writingInto } from './process/object-folders.ts';
import { type OwnObjects, ownObjects } from './process/own-objects.ts';
import { type Git, gitRunner, type RunnerOptions } from './process/run.ts';
import { type Scratch, scratchSpace } from './process/scratch.ts';
import { type GitVersion, isAtLeast, readVersion } from './process/version.ts';

export interface ObjectsOptions {
  /** Absolute path of the common git directory. */
  readonly git_dir: string;
  /** Folder for temporary files; default: `intorch/scratch` in the git directory. */
  readonly scratch_dir?: string;
  /**
   * Where the objects that it writes are before refs need them, and how they outlive a power cut (null: they stay there, for who only looks);
   * default: the repository, by themselves.
   */
  readonly own?: { readonly folder: string; readonly log: StepLog | null };
  /** Names of `merge.<name>.driver` programs that may run. */
  readonly trusted_drivers: readonly string[];
  /** Refs (or prefixes ending with `/`) that only we write, so that their abandoned locks may be removed; default: `refs/intorch/`. */
  readonly owned_refs?: readonly string[];
  /** How long to wait for the lock of a ref that is not ours; default 3 s. */
  readonly lock_patience_ms?: number;
  /** Age after which a ref's lock counts as abandoned; default 10 s. */
  readonly lock_abandoned_ms?: number;
  /** The operator's environment; default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Receives each command line, for display. */
  readonly onCommand?: (line: string) => void;
  /** Makes the runner of its git; default: one of its own. */
  readonly runner?: typeof gitRunner;
  /** The version of that git; default: git is asked. */
  readonly version?: GitVersion;
}

/** Opens the object database of a repository. */
export function gitObjects(options: ObjectsOptions): Objects {
  const { own, git_dir, env = process.env, onCommand } = options;
  const { folder = '', log = null } = own ?? {};
  const into = own === undefined ? {} : { objects: writingInto(own.folder, git_dir), settings: UNSYNCED };
  const { git, scratch, merge, forecasts } = objectContext({ ...options, ...into });
  const repository = gitRunner({ git_dir, env, onCommand });
  const ours = log === null ? NOTHING_OF_OURS : ownObjects({ folder, log, git_dir, repository, git });
  const { share, settle } = ours;
  const policy = {
    git_dir,
    /** What is in the log of steps is written again from there. */
    is_kept: (ref: string) => log !== null && ref.startsWith('refs/intorch/'),
    owned_refs: options.owned_refs ?? ['refs/intorch/'],
    patience_ms: options.lock_patience_ms ?? 3_000,
    abandoned_ms: options.lock_abandoned_ms ?? 10_000,
  };
  return {
    merge,
    pick: (request) => pickCommit(git, scratch, merge, request),
    forecast: async (pairs, attributes_from, onDoubtful) =>
      (await forecasts.conflicts(pairs, attributes_from, onDoubtful)).map(({ conflicted, failed }) => ({
        conflicted,
        failed,
      })),
    mergeFile: (request) => mergeFile(git, scratch, request),
    readBlobs: (blobs) => readBlobs(git, blobs),
    sizes: (objects) => sizesOf(git, objects),
    writeBlobs: (texts) => writeObjects(git, scratch, 'blob', texts),
    malformedBranches: (tips, target) => malformedBranches(git, tips, target),
    readEntries: (treeish, paths) => readEntries(git, treeish, paths),
    listFiles: (treeish) => listFiles(git, treeish),
    similarPaths: (treeish, paths) => similarPaths(git, treeish, paths),
    writeTree: (tree, changes) => writeTree(git, scratch, tree, changes),
    writeVariants: (tree, path, contents) => writeVariants(git, scratch, tree, path, contents),
    writeFolder: (entries) => writeFolder(git, entries),
    treeOf: (commit) => treeOf(git, commit),
    writeCommit: (request) => writeCommit(git, scratch, request),
    updateRefs: async (updates) => {
      await share(updates);
      // Whoever builds on what they see there has nothing of ours to mend it with.
      if (!updates.every(({ ref }) => isOwned(ref, policy))) await settle();
      await updateRefs(git, policy, updates).catch(async (error: unknown) => {
        if (error instanceof IntorchError && error.code === 'REF_MOVED')
          await log?.withdraw(updates.map(({ ref }) => ref));
        throw error;
      });
      // Housekeeping that looked at the refs before this removes what they did not need then.
      await share();
    },
    isWhole: async (commit, known) => {
      if (await isMadeOf(git, commit, known, ours.isShared)) return true;
      await share();
      return (await isMadeOf(git, commit, known, ours.has)) || isWhole(repository, commit, known);
    },
    settle: async () => {
      await share();
      await settle();
    },
    mendRefs: async (prefix, sessions) => {
      await ours.restore();
      await share();
      const moves = (await ours.moves()).filter(({ ref }) => sessions.some((own) => ref.startsWith(own)));
      if (moves.length > 0) {
        const now = await readOwnRefs(repository, git_dir, moves, sessions);
        await updateRefs(repository, policy, lostMoves(moves, now));
      }
      const broken = await brokenRefs(repository, [prefix]);
      await updateRefs(
        repository,
        policy,
        broken.map(({ ref, at }) => ({ ref, to: null, expected: at })),
      );
      return broken.map(({ ref }) => ref);
    },
    refsAre: (refs) => refsAre(git, git_dir, refs),
    unsoundObject: (from, to) => unsoundObject(git, scratch, from, to),
    close: async () => {
      // What cannot be written now stays in the log, and is written by the next session.
      await share()
        .then(settle)
        .catch(() => {});
      await Promise.all([git.close(), repository.close()]);
    },
    pathsWithMarkers: (tree, paths) => pathsWithMarkers(git, tree, paths),
  };
}

const NOTHING_OF_OURS: OwnObjects = {
  share: async () => {},
  has: () => false,
  isShared: () => false,
  settle: async () => {},
  restore: async () => {},
  moves: async () => [],
};

/** First version in which `merge-tree --stdin` takes many pairs. */
const MERGES_MANY: GitVersion = [2, 39, 0];
/** First version that answers each pair before reading the next. Older ones answer when their buffer is full, so they get padding. */
const ANSWERS_AT_ONCE: GitVersion = [2, 49, 0];

/** Everything that work on the object database needs. */
export interface ObjectContext {
  readonly git: Git;
  readonly scratch: Scratch;
  readonly attributes: AttributesOf;
  readonly merge: MergeCommits;
  readonly changes: ChangeReader;
  readonly forecasts: Forecasts;
}

type ContextOptions = Omit<ObjectsOptions, 'owned_refs' | 'lock_patience_ms' | 'lock_abandoned_ms'> &
  Pick<RunnerOptions, 'objects' | 'settings'>;

/** By the git that they stand on, and the drivers that they trust. */
const CONTEXTS = new WeakMap<Git, Map<string, ObjectContext>>();

/** Sets up everything that work on the object database needs. Starts nothing before its first use. One git has one for the same drivers. */
export function objectContext(options: ContextOptions): ObjectContext {
  const { git_dir, env = process.env, onCommand, objects, settings } = options;
  const git = (options.runner ?? gitRunner)({ git_dir, env, onCommand, objects, settings });
  const others = CONTEXTS.get(git) ?? new Map<string, ObjectContext>();
  const key = options.trusted_drivers.join('\0');
  const context = others.get(key) ?? newContext(git, options);
  CONTEXTS.set(git, others.set(key, context));
  return context;
}

function newContext(git: Git, { git_dir, own, ...options }: ContextOptions): ObjectContext {
  const scratch = scratchSpace(options.scratch_dir ?? join(git_dir, 'intorch', 'scratch'));
  const drivers = memoize(() => readMergeDrivers(git, options.trusted_drivers));
  const version = memoize(async () => options.version ?? readVersion(git));
  const attributes = targetAttributes(git, scratch, drivers, git_dir);
  const changes = { list: changeLister(git), ranges: blobComparer(git, scratch, git_dir) };
  const isSince = (wanted: GitVersion) => async () => isAtLeast(await version(), wanted);
  const padding = memoizeBy((digits: number) => paddingIn(scratch, digits));
  const staying = async (like: Sha): Promise<Staying | null> => {
    if (await isSince(ANSWERS_AT_ONCE)()) return { padding: null, env: {} };
    if (!(await isSince(MERGES_MANY)())) return null;
    const pair = await padding(like.length);
    const env =
      own === undefined ? readingFrom(pair.folder) : writingInto(own.folder, git_dir, [pair.folder]);
    return { padding: pair, env };
  };
  return {
    git,
    scratch,
    attributes,
    merge: merger(git, attributes, staying),
    changes,
    forecasts: forecaster(git, git_dir, scratch, {
      attributes,
      changes,
      batches: isSince(MERGES_MANY),
      own_objects: own === undefined ? [] : [own.folder],
    }),
  };
}
