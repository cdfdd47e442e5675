/** Reads branches, history and worktrees of a repository through simple-git: the questions a person would ask git. */
import { IntorchError } from '../../domain/shared/errors.ts';
import type { RefName, Sha } from '../../domain/shared/ids.ts';
import type { History, RepositoryInfo } from '../../ports/git.ts';
import { batch } from '../async/batch.ts';
import { memoize, memoizeBy } from '../async/memoize.ts';
import { type ObjectsOptions, objectContext } from './git-objects.ts';
import { ancestry } from './history/ancestry.ts';
import {
  branchHistories,
  commitsBetween,
  firstParentLine,
  isAncestor,
  isOnlyIn,
  type LoggedCommit,
  mergeBase,
  mergeBases,
  parentsOf,
} from './history/branch-log.ts';
import { changedPaths, touchedPaths } from './history/changed-paths.ts';
import { fastForward } from './history/fast-forward.ts';
import { followed } from './history/followed-branch.ts';
import { localChanges } from './history/local-changes.ts';
import { pathsMentioning } from './history/mentions.ts';
import { worktreeFolder } from './history/moved-worktrees.ts';
import { changedBlobs } from './history/patches/changed-blobs.ts';
import { changedFiles } from './history/patches/changed-files.ts';
import { changedLines } from './history/patches/changed-lines.ts';
import { landedPatches } from './history/patches/landed-patches.ts';
import { spanPatches } from './history/patches/span-patches.ts';
import { wordPaths } from './history/patches/word-paths.ts';
import { fetchObjects, reachRemotes, remoteRefs } from './history/remotes.ts';
import { renamedPaths } from './history/renames.ts';
import { repositoryInfo } from './history/repository-info.ts';
import { commitBefore, findReverts, messagesOf, newestCommits } from './history/reverts.ts';
import { listAllRefs, resolveRevision } from './history/revisions.ts';
import { squashDetector } from './history/squash.ts';
import { upstreams } from './history/upstreams.ts';
import { headOf, listWorktrees, mayBeCheckedOut } from './history/worktrees.ts';
import { readBlobs } from './objects/blobs.ts';
import { readingFrom } from './process/object-folders.ts';
import { type AskGit, openPorcelain } from './process/porcelain.ts';

export interface HistoryOptions {
  /** A folder in the repository. The repository is found from it as git does. */
  readonly directory: string;
  /** Folder for temporary files; default: `intorch/scratch` in the git directory. */
  readonly scratch_dir?: string;
  /** Folder with objects of our own, which are read too; default: none. */
  readonly own_objects?: string;
  /** The operator's environment; default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Receives each command line, for display. */
  readonly onCommand?: (line: string) => void;
  /** Makes the runner of its git; default: one of its own. */
  readonly runner?: NonNullable<ObjectsOptions['runner']>;
}

/** Opens the history of the repository that a folder is in. */
export function gitHistory(options: HistoryOptions): History {
  const env = options.env ?? process.env;
  const { directory, onCommand, own_objects } = options;
  const objects = own_objects === undefined ? undefined : readingFrom(own_objects);
  const porcelain = { directory, env, onCommand, objects };
  const ask = openPorcelain(porcelain);
  const reach = reachRemotes(ask, porcelain);
  let found: RepositoryInfo | null = null;
  let close = () => Promise.resolve();
  const repository = async () => {
    found = await repositoryInfo(ask, directory);
    return found;
  };
  const context = memoize(async () => {
    const { common_dir, git_version } = found ?? (await repository());
    const { git, attributes, changes, forecasts } = objectContext({
      ...options,
      git_dir: common_dir,
      version: git_version,
      trusted_drivers: [],
      objects,
    });
    const lineage = ancestry(git, common_dir);
    const newest = memoizeBy((tip: Sha) => newestCommits(git, tip));
    close = git.close;
    return {
      common_dir,
      git,
      lineage,
      changed: changedPaths(git, attributes),
      touched: touchedPaths(changes.list),
      newest,
      isSquashed: squashDetector(
        git,
        { forecasts, changes, attributes },
        { newest, lineOf: lineage.firstParentLine },
      ),
    };
  });
  const lineage = async () => (await context()).lineage;
  const forkOf = async (tip: Sha, target: Sha) => {
    const bases = await (await lineage()).mergeBases(tip, target);
    return bases === null ? mergeBase(ask, tip, target) : (bases[0] ?? null);
  };
  const known_messages = new Map<Sha, string>();
  const inTurnFor = memoizeBy(async (target: Sha) => {
    const { learn } = await lineage();
    const learnAll = (commits: ReadonlyMap<Sha, LoggedCommit>) => {
      learn(commits);
      for (const [commit, { message }] of commits) known_messages.set(commit, message);
    };
    return batch((tips: readonly Sha[]) => branchHistories(ask, tips, target, { learn: learnAll, forkOf }));
  });
  return {
    repository,
    identity: () => identity(ask),
    refs: async (prefixes) => (await listAllRefs((await context()).git, prefixes)).tips,
    allRefs: async (prefixes) => listAllRefs((await context()).git, prefixes),
    resolve: (rev) => resolveRevision(ask, rev),
    currentBranch: async () => {
      const [main] = await listWorktrees(ask);
      return main?.bare ? headOf(ask) : (main?.branch ?? null);
    },
    worktrees: async () => {
      const { common_dir } = await context();
      return (await listWorktrees(ask)).map(({ bare: _, ...worktree }) => ({
        ...worktree,
        folder: worktreeFolder(common_dir, worktree.path),
      }));
    },
    followed: async (branch) => followed(ask, (await context()).common_dir, branch),
    upstreams: async (branches, known) => upstreams((await context()).git, branches, known),
    localChanges: async (worktree) => localChanges((await context()).git, worktree),
    checkoutOf: async (branch) => {
      if (!mayBeCheckedOut((await context()).common_dir, branch)) return null;
      return (await listWorktrees(ask)).find((worktree) => worktree.branch === branch)?.path ?? null;
    },
    branchHistory: async (tip, target) => (await inTurnFor(target))(tip),
    commitsBetween: (base, tip) => commitsBetween(ask, base, tip),
    mergeBases: async (a, b) => (await (await lineage()).mergeBases(a, b)) ?? mergeBases(ask, a, b),
    isAncestor: async (ancestor, descendant) => {
      const bases = await (await lineage()).mergeBases(ancestor, descendant);
      return bases === null ? isAncestor(ask, ancestor, descendant) : bases[0] === ancestor;
    },
    isOnlyIn: (commits) => isOnlyIn(ask, commits),
    parents: async (commit) => (await (await lineage()).parents(commit)) ?? parentsOf(ask, commit),
    firstParentLine: async (base, tip) =>
      (await (await lineage()).firstParentLine(base, tip)) ?? firstParentLine(ask, base, tip),
    newestCommits: async (tip) => (await context()).newest(tip),
    reverts: async (tip, known) => {
      const { git, newest } = await context();
      return findReverts(git, tip, known, await newest(tip));
    },
    isSquashedInto: async (tip, target, { fork = null, squashed = null } = {}) => {
      const { isSquashed } = await context();
      if (squashed !== null) return isSquashed(tip, { merge_base: squashed, squashed }, target);
      const base = fork ?? (await forkOf(tip, target));
      return base !== null && (base === tip || isSquashed(tip, { merge_base: base, squashed }, target));
    },
    touchedPaths: async (from, to) => (await context()).touched({ base: from, commit: to }),
    changedPaths: async (from, to) => (await context()).changed(from, to),
    spanPatches: async (spans) => spanPatches((await context()).git, spans),
    landedPatches: async (range) => landedPatches((await context()).git, range),
    before: async (tip, landings, others) => {
      const { git, newest } = await context();
      return commitBefore(git, tip, await newest(tip), { landings, others });
    },
    changedBlobs: async (spans) => changedBlobs((await context()).git, spans),
    blobTexts: async (blobs) => readBlobs((await context()).git, blobs),
    wordPaths: async (trees, words) => wordPaths((await context()).git, trees, words),
    messages: async (commits) => {
      const unknown = commits.filter((commit) => !known_messages.has(commit));
      const asked = await messagesOf((await context()).git, unknown);
      const message = (commit: Sha) => known_messages.get(commit) ?? asked.get(commit) ?? '';
      return new Map(commits.map((commit) => [commit, message(commit)]));
    },
    changedFiles: async (spans, paths) => changedFiles((await context()).git, spans, paths),
    changedLines: async (from, to) => changedLines((await context()).git, from, to),
    renamedPaths: async (from, to) => renamedPaths((await context()).git, from, to),
    pathsMentioning: async (treeish, words, endings) =>
      pathsMentioning((await context()).git, treeish, words, endings),
    fastForward: (worktree, commit) =>
      fastForward(openPorcelain({ directory: worktree, env, onCommand }), commit),
    close: () => close(),
    push: (remote, refs) => push(reach, remote, refs),
    remoteRefs: (remote, prefix) => remoteRefs(reach, remote, prefix),
    fetchObjects: (remote, refs) => fetchObjects(reach, remote, refs),
  };
}

/** Reads who commits in this repository. Falls back to a fixed identity when none is configured. */
async function identity(ask: AskGit) {
  const { stdout } = await ask(['config', '-z', '--get-regexp', '^user\\.(name|email)$'], [0, 1]);
  // The last of several counts.
  const value = (key: string) => {
    const field = stdout.split('\0').findLast((each) => each.startsWith(`${key}\n`));
    return field?.slice(key.length + 1).trim() ?? '';
  };
  const [name, email] = [value('user.name'), value('user.email')];
  return name !== '' && email !== '' ? { name, email } : { name: 'intorch', email: 'intorch@localhost' };
}

/** Pushes refs. Without a plus sign and without `--force`, git only moves a remote ref forward. */
async function push(ask: AskGit, remote: string, refs: readonly RefName[]): Promise<void> {
  if (refs.length === 0) return;
  const wrong = [remote, ...refs].find((name) => name === '' || name.startsWith('-') || name.startsWith('+'));
  if (wrong !== undefined)
    throw new IntorchError('GIT_FAILED', `Cannot push: ${wrong} is not the name of a remote or a ref`);
  await ask([
    'push',
    '--quiet',
    '--no-verify',
    '--no-recurse-submodules',
    '--',
    remote,
    ...refs.map((ref) => `${ref}:${ref}`),
  ]);
}
