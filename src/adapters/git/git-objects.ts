/**
 * This folder: a repository by its two doors, `gitObjects` here and `gitHistory` in history.ts.
 *
 * The object database of a repository, by git itself: merging, writing and publishing repository a working tree.
 *
 * This folder is one room with two doors, `gitObjects` here and `gitHistory` in history.ts. It stands on `adapters/execa/`.
 */
import { join } from 'node:path';
import type { Objects } from '../../ports/git.ts';
import { memoize } from '../async/memoize.ts';
import { type AttributesOf, targetAttributes } from './merging/attributes.ts';
import { blobComparer } from './merging/blob-ranges.ts';
import { type Forecasts, forecaster } from './merging/forecast.ts';
import type { ChangeReader } from './merging/hunk-filter.ts';
import { changeLister } from './merging/listed-changes.ts';
import { type MergeCommits, merger, pickCommit } from './merging/merge.ts';
import { readMergeDrivers } from './merging/merge-drivers.ts';
import { mergeFile } from './merging/merge-file.ts';
import { readBlobs, sizesOf } from './objects/blobs.ts';
import { writeCommit } from './objects/commits.ts';
import { writeObjects } from './objects/hash-object.ts';
import { listFiles } from './objects/list-files.ts';
import { malformedBranches } from './objects/malformed-branches.ts';
import { pathsWithMarkers } from './objects/markers.ts';
import { brokenRefs, isWhole } from './objects/presence.ts';
import { refsAre, updateRefs } from './objects/refs.ts';
import { similarPaths } from './objects/similar-paths.ts';
import { readEntries, treeOf, writeTree } from './objects/trees.ts';
import { unsoundObject } from './objects/unsound.ts';
import { writeFolder, writeVariants } from './objects/write-variants.ts';
import { writingInto } from './process/object-folders.ts';
import { type Share, sharing } from './process/own-objects.ts';
import { type Git, gitRunner, type RunnerOptions } from './process/run.ts';
import { type Scratch, scratchSpace } from './process/scratch.ts';
import { type GitVersion, isAtLeast, readVersion } from './process/version.ts';

export interface ObjectsOptions {
  /** Absolute path of the common git directory. */
  readonly git_dir: string;
  /** Folder for temporary files; default: `intorch/scratch` in the git directory. */
  readonly scratch_dir?: string;
  /** Folder for the objects that it writes, which come into the repository before refs that need them; default: written there at once. */
  readonly own_objects?: string;
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
}

/** Opens the object database of a repository. */
export function gitObjects(options: ObjectsOptions): Objects {
  const { own_objects, git_dir, env = process.env, onCommand } = options;
  const objects = own_objects === undefined ? undefined : writingInto(own_objects, git_dir);
  const { git, scratch, merge, forecasts } = objectContext({ ...options, objects });
  const repository = gitRunner({ git_dir, env, onCommand });
  const share: Share = own_objects === undefined ? async () => {} : sharing(own_objects, repository, git_dir);
  const policy = {
    git_dir,
    owned_refs: options.owned_refs ?? ['refs/intorch/'],
    patience_ms: options.lock_patience_ms ?? 3_000,
    abandoned_ms: options.lock_abandoned_ms ?? 10_000,
  };
  return {
    merge,
    pick: (request) => pickCommit(git, scratch, merge, request),
    forecast: async (pairs, attributes_from) =>
      (await forecasts.conflicts(pairs, attributes_from)).map(({ conflicted, failed }) => ({
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
      await share();
      await updateRefs(git, policy, updates);
      // Housekeeping that looked at the refs before this removes what they did not need then.
      await share();
    },
    isWhole: async (commit, known) => {
      await share();
      return isWhole(repository, commit, known);
    },
    mendRefs: async (prefix) => {
      await share();
      const broken = await brokenRefs(repository, [prefix]);
      await updateRefs(
        repository,
        policy,
        broken.map(({ ref, at }) => ({ ref, to: null, expected: at })),
      );
      return broken.map(({ ref }) => ref);
    },
    refsAre: (refs) => refsAre(git, refs),
    unsoundObject: (from, to) => unsoundObject(git, scratch, from, to),
    close: async () => {
      await Promise.all([git.close(), repository.close()]);
    },
    pathsWithMarkers: (tree, paths) => pathsWithMarkers(git, tree, paths),
  };
}

/** First version in which `merge-tree --stdin` takes many pairs. */
const MERGES_MANY: GitVersion = [2, 39, 0];
/** First version that answers each pair before reading the next. Older ones answer when their buffer is full or the input ends. */
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

/** Sets up everything that work on the object database needs. Starts nothing before its first use. */
export function objectContext(
  options: Omit<ObjectsOptions, 'owned_refs' | 'lock_patience_ms' | 'lock_abandoned_ms'> &
    Pick<RunnerOptions, 'objects'>,
): ObjectContext {
  const { git_dir, env = process.env, onCommand, objects, own_objects } = options;
  const own = own_objects === undefined ? [] : [own_objects];
  const git = gitRunner({ git_dir, env, onCommand, objects });
  const scratch = scratchSpace(options.scratch_dir ?? join(git_dir, 'intorch', 'scratch'));
  const drivers = memoize(() => readMergeDrivers(git, options.trusted_drivers));
  const version = memoize(() => readVersion(git));
  const attributes = targetAttributes(git, scratch, drivers, git_dir);
  const changes = { list: changeLister(git), ranges: blobComparer(git, scratch, git_dir) };
  const isSince = (wanted: GitVersion) => async () => isAtLeast(await version(), wanted);
  return {
    git,
    scratch,
    attributes,
    merge: merger(git, attributes, isSince(ANSWERS_AT_ONCE)),
    changes,
    forecasts: forecaster(git, git_dir, scratch, {
      attributes,
      changes,
      batches: isSince(MERGES_MANY),
      own_objects: own,
    }),
  };
}
