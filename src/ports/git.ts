/**
 * This folder: interfaces and outcome types, and no code.
 *
 * Git as the engine needs it. Every call takes full ref names or object names only, never text from a branch. All methods reject with
 * IntorchError: GIT_FAILED (git said no), OBJECTS_ELSEWHERE (partial clone), GIT_TOO_OLD, GIT_MISSING, STATE_UNWRITABLE (disk full), REF_MOVED
 * (compare-and-swap lost).
 */
import type { TreeEntry } from '../domain/conflict/conflict.ts';
import type { MarkedLine } from '../domain/conflict/facts/touched.ts';
import type { ConflictedPath, MergeMessage } from '../domain/conflict/merge-report.ts';
import type { ChangedLines } from '../domain/gate/missing.ts';
import type { Parents, Revert } from '../domain/shared/commit-graph.ts';
import type { BranchName, Identity, Instant, RefName, Sha } from '../domain/shared/ids.ts';
import type { ForecastOutcome, ForecastPair } from './forecast-pair.ts';
import type { Patches } from './patches.ts';

export interface RepositoryInfo {
  /** Absolute path of the common git directory, shared by all worktrees. */
  readonly common_dir: string;
  /** Absolute path of the working tree, or null in a bare repository. */
  readonly top_level: string | null;
  readonly git_version: readonly [number, number, number];
  readonly object_format: 'sha1' | 'sha256';
  readonly is_shallow: boolean;
}

export interface WorktreeInfo {
  readonly path: string;
  readonly head: Sha | null;
  /** Branch that is checked out there, or being rebased or bisected; null: detached or bare. */
  readonly branch: BranchName | null;
  /** What git is doing to the branch while HEAD is detached; null: nothing. */
  readonly busy: 'rebase' | 'bisect' | null;
  readonly prunable: boolean;
  /** Where the folder is: at its path; gone; or moved by hand to another path, which git does not know. */
  readonly folder: { readonly is: 'there' | 'gone' } | { readonly is: 'moved'; readonly to: string };
  /** Why git must keep it even where its folder is gone; empty: no reason is given; null: it need not. @see git-worktree(1), `lock` */
  readonly locked: string | null;
}

/** A branch beside the one that it follows, as of the last fetch. @see git-for-each-ref(1), `upstream:track` */
export interface UpstreamInfo {
  readonly branch: BranchName;
  /** Short name: `origin/main`. */
  readonly upstream: string;
  /** Commits that only the branch has, and that only the upstream has. */
  readonly ahead: number;
  readonly behind: number;
}

/** Paths in a worktree that are not as committed. A folder with nothing but untracked files ends with a slash. */
export interface LocalChanges {
  readonly changed: readonly string[];
  readonly untracked: readonly string[];
}

/** A branch that stands for no commit that could be merged. */
export interface UnreadableRef {
  /** Its full name; one that is not UTF-8 is quoted as git does: `refs/heads/caf\\351`. */
  readonly ref: string;
  /** Its name is not UTF-8; its object is not there; its object is no commit. */
  readonly because: 'not_utf8' | 'missing' | 'no_commit';
}

/** Refs with their commits, and the branches among them that have none. */
export interface RefListing {
  readonly tips: ReadonlyMap<RefName, Sha>;
  readonly unreadable: readonly UnreadableRef[];
}

/** Everything the planning needs to know about one branch, read in one pass. */
export interface BranchHistory {
  readonly tip: Sha;
  readonly merge_base: Sha | null;
  /** The commits of the target that the branch's own stand on: that of its first-parent line first. Itself where the target has it. */
  readonly joins: readonly Sha[];
  /** Commits that the target lacks, newest first, including merges, with their parents. */
  readonly commits: Parents;
  readonly authors: readonly string[];
  readonly subject: string;
  readonly last_commit_at: Instant;
}

/** One path with line counts between two trees; binary files count 0 lines. A rename appears as a deletion and an addition. */
export interface ChangedPath {
  readonly path: string;
  readonly status: 'A' | 'M' | 'D' | 'T';
  readonly added: number;
  readonly removed: number;
  readonly binary: boolean;
  /** Whether it is the commit of a submodule, before or after. */
  readonly submodule: boolean;
}

/** Where a branch parted: the merge base if it is known, or a commit whose own changes the target has as other commits. */
type Parting = { readonly fork?: Sha | null; readonly squashed?: Sha | null };

/** Porcelain: the questions a person would ask git about branches, history and worktrees. */
export interface History extends Patches {
  readonly repository: () => Promise<RepositoryInfo>;
  readonly identity: () => Promise<Identity>;
  /** Local branches and remote-tracking branches under the given ref prefixes (`refs/heads/`), with their tips. */
  readonly refs: (prefixes: readonly string[]) => Promise<ReadonlyMap<RefName, Sha>>;
  /** The same, with the branches that `refs` leaves out and why. */
  readonly allRefs: (prefixes: readonly string[]) => Promise<RefListing>;
  /** Resolves a full ref name, an object name, or a branch name from the operator to a commit; null: no such commit. */
  readonly resolve: (rev: string) => Promise<Sha | null>;
  /** Branch that HEAD of the main worktree (or of the bare repository) points at; null: detached. */
  readonly currentBranch: () => Promise<BranchName | null>;
  readonly worktrees: () => Promise<readonly WorktreeInfo[]>;
  /** The branch that a branch stands for, through any number of symbolic refs; itself where it is none. */
  readonly followed: (branch: BranchName) => Promise<BranchName>;
  /**
   * Compares branches with their upstreams, as of the last fetch. Without one, a branch is compared with the one of its name among `known`.
   * Leaves out those that cannot be compared.
   */
  readonly upstreams: (
    branches: readonly BranchName[],
    known: ReadonlySet<RefName>,
  ) => Promise<readonly UpstreamInfo[]>;
  /** What is not committed in a worktree; null: git does not say, or not in time. */
  readonly localChanges: (worktree: string) => Promise<LocalChanges | null>;
  /** Path of the worktree that a branch is checked out in; null: none. */
  readonly checkoutOf: (branch: BranchName) => Promise<string | null>;
  readonly branchHistory: (tip: Sha, target: Sha) => Promise<BranchHistory>;
  /** Commits reachable from `tip` but not from `base`, oldest first, without merges. */
  readonly commitsBetween: (
    base: Sha,
    tip: Sha,
  ) => Promise<readonly { readonly commit: Sha; readonly subject: string }[]>;
  /** The best common ancestors: none for unrelated histories, several after criss-cross merges. @see git-merge-base(1), `--all` */
  readonly mergeBases: (a: Sha, b: Sha) => Promise<readonly Sha[]>;
  /** Checks whether some of these commits, or of those before them, are reached by no branch, remote-tracking branch or tag. */
  readonly isOnlyIn: (commits: readonly Sha[]) => Promise<boolean>;
  readonly isAncestor: (ancestor: Sha, descendant: Sha) => Promise<boolean>;
  readonly parents: (commit: Sha) => Promise<readonly Sha[]>;
  /** First-parent line from `tip` down to (not including) `base`, newest first. */
  readonly firstParentLine: (
    base: Sha,
    tip: Sha,
  ) => Promise<readonly { readonly commit: Sha; readonly parents: readonly Sha[] }[]>;
  /** The newest 20,000 commits of a history with their parents. */
  readonly newestCommits: (tip: Sha) => Promise<Parents>;
  /** Commits of a history whose messages name what they revert, newest first, but for those that all of `known` contain. */
  readonly reverts: (tip: Sha, known: readonly Sha[]) => Promise<readonly Revert[]>;
  /** Checks whether `target` has every change of `tip` as other commits (squash, rebase, cherry-pick), since it parted. */
  readonly isSquashedInto: (tip: Sha, target: Sha, since?: Parting) => Promise<boolean>;
  readonly touchedPaths: (from: Sha, to: Sha) => Promise<readonly string[]>;
  readonly changedPaths: (from: Sha, to: Sha) => Promise<readonly ChangedPath[]>;
  /** The lines of text files that two commits differ in, without their context; null: too many to be held in memory. */
  readonly changedLines: (from: Sha, to: Sha) => Promise<ChangedLines | null>;
  /**
   * Modified files with all their lines, by path, for each span: in both commits, only in the first, or only in the second. Looks only at the
   * given paths.
   */
  readonly changedFiles: (
    spans: readonly { readonly from: Sha; readonly to: Sha }[],
    paths: readonly string[],
  ) => Promise<readonly ReadonlyMap<string, readonly MarkedLine[]>[]>;
  /** Files renamed between two commits, old path to new, as a merge detects them. */
  readonly renamedPaths: (from: Sha, to: Sha) => Promise<ReadonlyMap<string, string>>;
  /**
   * Finds the text files of a commit or tree that contain one of the words as a whole word, in any order. Looks only at files with one of
   * the endings (`.ts`). Ignores words with white space. @see git-grep(1)
   */
  readonly pathsMentioning: (
    treeish: Sha,
    words: readonly string[],
    endings: readonly string[],
  ) => Promise<readonly string[]>;
  /** Moves a clean checkout forward (`merge --ff-only`). Returns why it could not, or null when the checkout is at the commit. */
  readonly fastForward: (worktree: string, commit: Sha) => Promise<string | null>;
  /** Ends the long-running git processes. The next call starts them again. */
  readonly close: () => Promise<void>;
  /** Pushes refs by fast-forward only. */
  readonly push: (remote: string, refs: readonly RefName[]) => Promise<void>;
  /** Refs that a remote has below a prefix (`refs/intorch/`). */
  readonly remoteRefs: (remote: string, prefix: string) => Promise<ReadonlyMap<RefName, Sha>>;
  /** Fetches the objects of some refs of a remote. Moves no ref. */
  readonly fetchObjects: (remote: string, refs: readonly RefName[]) => Promise<void>;
}

export interface MergeOutcome {
  /** The resulting tree. After conflicts it contains files with markers, so only its clean paths are usable. */
  readonly tree: Sha;
  readonly conflicted: readonly ConflictedPath[];
  readonly messages: readonly MergeMessage[];
}

export interface TreeChange {
  readonly path: string;
  /** null: the path is removed. */
  readonly entry: { readonly mode: string; readonly blob: Sha } | null;
}

export interface CommitRequest {
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  readonly message: string;
  readonly identity: Identity;
  /** Copies author, author date and the whole message of this commit, and appends the last paragraph of `message` (cherry-picks). */
  readonly author_of?: Sha;
  /** Author and committer date. The adapter raises it to the parents' dates, so that it is never older. */
  readonly at: Instant;
}

export interface RefUpdate {
  readonly ref: RefName;
  /** null: delete. */
  readonly to: Sha | null;
  /** Where the ref must be now; null: it must not exist. */
  readonly expected: Sha | null;
}

/**
 * The object database: merging, writing and publishing without a working tree. Attributes (`merge=union`, `binary`) come from
 * `attributes_from`, the target, never from the branch that is merged.
 */
export interface Objects {
  /** Merges two commits in memory. Exit 1 of merge-tree (conflicts) is an outcome. @see git-merge-tree(1) */
  readonly merge: (request: {
    readonly onto: Sha;
    readonly incoming: Sha;
    readonly attributes_from: Sha;
    /** A commit whose changes `onto` has as other commits (squashed): it counts as merged there, and so as merge base. Default: none. */
    readonly squashed?: Sha | null;
  }) => Promise<MergeOutcome>;
  /** Applies the changes of `commit` since its first parent to another commit, as a merge with synthetic parents. */
  readonly pick: (request: {
    readonly onto: Sha;
    readonly commit: Sha;
    readonly attributes_from: Sha;
  }) => Promise<MergeOutcome>;
  /** Merges many pairs for a forecast, in their order, leaving nothing in the repository. `onDoubtful` gets the places of those that it has to merge, where it knows others to be clean. */
  readonly forecast: (
    pairs: readonly ForecastPair[],
    attributes_from: Sha,
    onDoubtful?: (places: readonly number[]) => void,
  ) => Promise<readonly ForecastOutcome[]>;
  /** Merges one text three ways with diff3 markers of the given size; `conflicts` counts them. Ignores the `merge=union` attribute. */
  readonly mergeFile: (request: {
    readonly base: string;
    readonly current: string;
    readonly incoming: string;
    readonly labels: readonly [current: string, base: string, incoming: string];
    readonly marker_size: number;
  }) => Promise<{ readonly text: string; readonly conflicts: number }>;
  /** Reads blobs as Latin-1 strings: one character per byte, so nothing is lost. Rejects when an object is missing. */
  readonly readBlobs: (blobs: readonly Sha[]) => Promise<ReadonlyMap<Sha, string>>;
  /** Returns the sizes of objects in bytes, without reading them. The map leaves out those that are not there. */
  readonly sizes: (objects: readonly Sha[]) => Promise<ReadonlyMap<Sha, number>>;
  /** Writes blobs from Latin-1 strings. Returns their object names in the same order. */
  readonly writeBlobs: (texts: readonly string[]) => Promise<readonly Sha[]>;
  /** Says what is wrong with the trees that branches bring to a target, by their tips; nothing for those that git could have written. */
  readonly malformedBranches: (tips: readonly Sha[], target: Sha) => Promise<ReadonlyMap<Sha, string>>;
  /** Reads the entries of the given paths in a tree. The map leaves out paths that are not there. */
  readonly readEntries: (treeish: Sha, paths: readonly string[]) => Promise<ReadonlyMap<string, TreeEntry>>;
  /** Lists every file, symbolic link and submodule of a commit or tree, in git's order. */
  readonly listFiles: (treeish: Sha) => Promise<readonly TreeEntry[]>;
  /** Finds files of a tree whose paths, or folders, are those of the given paths but for case and Unicode normal form. Lists some per folder. */
  readonly similarPaths: (treeish: Sha, paths: readonly string[]) => Promise<readonly string[]>;
  /** Writes a tree with some paths replaced or removed. */
  readonly writeTree: (tree: Sha, changes: readonly TreeChange[]) => Promise<Sha>;
  /** Writes one tree per content, each with one file replaced, in the order of the contents. Fast even for many contents. */
  readonly writeVariants: (
    tree: Sha,
    path: string,
    contents: readonly { readonly mode: string; readonly blob: Sha }[],
  ) => Promise<readonly Sha[]>;
  /** Writes a tree of exactly these entries; mode `040000` marks a tree. */
  readonly writeFolder: (
    entries: readonly { readonly name: string; readonly mode: string; readonly object: Sha }[],
  ) => Promise<Sha>;
  readonly treeOf: (commit: Sha) => Promise<Sha>;
  readonly writeCommit: (request: CommitRequest) => Promise<Sha>;
  /** Moves all refs or none, by compare-and-swap. Rejects with REF_MOVED, having moved nothing, when one is not as expected. */
  readonly updateRefs: (updates: readonly RefUpdate[]) => Promise<void>;
  /** Puts back what housekeeping removed of what was written here. Checks that a commit is there whole, but for what known ones need. */
  readonly isWhole: (commit: Sha, known: readonly Sha[]) => Promise<boolean>;
  /**
   * Puts back what a power cut or housekeeping took of what was written here, and of the refs of these sessions. Removes refs below a
   * prefix whose commit or its tree is gone for good: housekeeping fails at them. Returns these refs.
   */
  readonly mendRefs: (prefix: string, sessions: readonly string[]) => Promise<readonly RefName[]>;
  /** Brings all that was written here to the disk, in the repository itself. */
  readonly settle: () => Promise<void>;
  /** Checks whether all refs are at the given commits (null: none) at one moment. */
  readonly refsAre: (refs: readonly { readonly ref: RefName; readonly at: Sha | null }[]) => Promise<boolean>;
  /** Hashes and checks every object that `to` has and `from` has not. Returns what is wrong with one, in words; null: all are sound. */
  readonly unsoundObject: (from: Sha, to: Sha) => Promise<string | null>;
  /** Ends the long-running git processes. The next call starts them again. */
  readonly close: () => Promise<void>;
  /** Finds those of the given paths that contain conflict markers in this tree. */
  readonly pathsWithMarkers: (tree: Sha, paths: readonly string[]) => Promise<readonly string[]>;
}
