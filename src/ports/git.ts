/**
 * This folder: interfaces and outcome types, and no code.
 *
 * Git as the engine needs it. Every call takes full ref names or object names only, never text from a branch. All methods reject
 * with IntorchError: GIT_FAILED (git said no), GIT_TOO_OLD, GIT_MISSING, STATE_UNWRITABLE (disk full), REF_MOVED (compare-and-swap lost).
 */
import type { Entry } from '../domain/conflict/conflict.ts';
import type { ConflictedPath, MergeMessage } from '../domain/conflict/merge-report.ts';
import type { BranchName, Identity, Instant, RefName, Sha } from '../domain/shared/ids.ts';

export type { ConflictedPath, MergeMessage };

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
  /** Branch checked out there, or in the middle of a rebase or bisection; null: detached or bare. */
  readonly branch: BranchName | null;
  /** HEAD is detached while git works on the branch; null: it is not. */
  readonly busy: 'rebase' | 'bisect' | null;
  readonly prunable: boolean;
}

/** Everything a plan wants to know about one branch, read in one pass. */
export interface BranchHistory {
  readonly tip: Sha;
  readonly merge_base: Sha | null;
  /** Everything that it shares with the target is below `merge_base`; false where it met the target more than once. */
  readonly meets_once: boolean;
  /** Those that the target has not, newest first, merges included. */
  readonly commits: readonly Sha[];
  readonly authors: readonly string[];
  readonly subject: string;
  readonly last_commit_at: Instant;
}

/** One path with line counts between two trees; binary files count 0 lines. Renames are not followed. */
export interface ChangedPath {
  readonly path: string;
  readonly status: 'A' | 'M' | 'D' | 'T';
  readonly added: number;
  readonly removed: number;
  readonly binary: boolean;
}

/** Porcelain: what people would ask git about branches, history and worktrees. */
export interface History {
  readonly repository: () => Promise<RepositoryInfo>;
  readonly identity: () => Promise<Identity>;
  /** Local branches and remote-tracking branches under the given ref prefixes (`refs/heads/`), with their tips. */
  readonly refs: (prefixes: readonly string[]) => Promise<ReadonlyMap<RefName, Sha>>;
  /** Refs that `refs` leaves out because their names are not UTF-8, as git quotes them: `refs/heads/caf\\351`. */
  readonly unreadableRefs: (prefix: string) => Promise<readonly string[]>;
  /** The commit a full ref name, an object name, or a branch name given by the operator stands for; null: none. */
  readonly resolve: (rev: string) => Promise<Sha | null>;
  /** The branch that HEAD of the main worktree (or of the bare repository) is on; null: detached. */
  readonly currentBranch: () => Promise<BranchName | null>;
  readonly worktrees: () => Promise<readonly WorktreeInfo[]>;
  /** Path of the worktree that a branch is checked out in; null: none. */
  readonly checkoutOf: (branch: BranchName) => Promise<string | null>;
  readonly branchHistory: (tip: Sha, target: Sha) => Promise<BranchHistory>;
  /** Commits reachable from `tip` and not from `base`, oldest first, merges left out. */
  readonly commitsBetween: (
    base: Sha,
    tip: Sha,
  ) => Promise<readonly { readonly commit: Sha; readonly subject: string }[]>;
  /** The best common ancestors: none of unrelated commits, several after criss-cross merges. @see git-merge-base(1), `--all` */
  readonly mergeBases: (a: Sha, b: Sha) => Promise<readonly Sha[]>;
  readonly isAncestor: (ancestor: Sha, descendant: Sha) => Promise<boolean>;
  readonly parents: (commit: Sha) => Promise<readonly Sha[]>;
  /** First-parent line from `tip` down to (not including) `base`, newest first. */
  readonly firstParentLine: (
    base: Sha,
    tip: Sha,
  ) => Promise<readonly { readonly commit: Sha; readonly parents: readonly Sha[] }[]>;
  /** Whether every change of `tip` since its merge base stands in `target` under other names (squash, rebase, cherry-pick). */
  readonly isSquashedInto: (tip: Sha, target: Sha) => Promise<boolean>;
  readonly changedPaths: (from: Sha, to: Sha) => Promise<readonly ChangedPath[]>;
  /** Files renamed between two commits, old path to new, as a merge finds them. */
  readonly renamedPaths: (from: Sha, to: Sha) => Promise<ReadonlyMap<string, string>>;
  /** Moves a clean checkout forward (`merge --ff-only`); gives why not, or null when it stands at the commit. */
  readonly fastForward: (worktree: string, commit: Sha) => Promise<string | null>;
  /** Ends the programs that stay for further questions; another question brings them back. */
  readonly close: () => Promise<void>;
  /** Pushes refs by fast-forward only. */
  readonly push: (remote: string, refs: readonly RefName[]) => Promise<void>;
  /** The refs that a remote has below a prefix (`refs/intorch/`). */
  readonly remoteRefs: (remote: string, prefix: string) => Promise<ReadonlyMap<RefName, Sha>>;
  /** Brings the objects of some refs of a remote here; no ref moves. */
  readonly fetchObjects: (remote: string, refs: readonly RefName[]) => Promise<void>;
}

export interface MergeOutcome {
  /** The resulting tree; with conflicts it holds files with markers and is only good for the clean paths. */
  readonly tree: Sha;
  readonly conflicted: readonly ConflictedPath[];
  readonly messages: readonly MergeMessage[];
}

export interface TreeChange {
  readonly path: string;
  /** null: the path goes. */
  readonly entry: { readonly mode: string; readonly blob: Sha } | null;
}

export interface CommitRequest {
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  readonly message: string;
  readonly identity: Identity;
  /** Takes author, author date and the whole message of this commit, with `message`'s last paragraph added (cherry-picks). */
  readonly author_of?: Sha;
  /** Author and committer date; never older than the parents (the adapter raises it to theirs). */
  readonly at: Instant;
}

export interface RefUpdate {
  readonly ref: RefName;
  /** null: delete. */
  readonly to: Sha | null;
  /** What the ref must be now; null: must not exist. */
  readonly expected: Sha | null;
}

/**
 * The object database: merging, writing and publishing without any working tree. Attributes (`merge=union`, `binary`) are those of
 * `attributes_from`, the target: never a branch's own.
 */
export interface Objects {
  /** Merges two commits in memory. Exit 1 of merge-tree (conflicts) is an outcome. @see git-merge-tree(1) */
  readonly merge: (request: {
    readonly onto: Sha;
    readonly incoming: Sha;
    readonly attributes_from: Sha;
  }) => Promise<MergeOutcome>;
  /** Applies what `commit` changed against its first parent, onto another commit, as a merge with synthetic parents. */
  readonly pick: (request: {
    readonly onto: Sha;
    readonly commit: Sha;
    readonly attributes_from: Sha;
  }) => Promise<MergeOutcome>;
  /** Merges many pairs for a forecast, in a scratch object folder: nothing is left in the repository. Same order as asked. */
  readonly forecast: (
    pairs: readonly {
      readonly onto: Sha;
      readonly incoming: Sha;
      /** Where the two part, if that is one place and known: it spares most merges. */
      readonly merge_base?: Sha | null;
    }[],
    attributes_from: Sha,
  ) => Promise<readonly { readonly conflicted: readonly string[]; readonly failed: string | null }[]>;
  /** Three-way merges one text with diff3 markers of the given size; `conflicts` counts them. Equal ranges follow the `merge=union` attribute only when asked. */
  readonly mergeFile: (request: {
    readonly base: string;
    readonly current: string;
    readonly incoming: string;
    readonly labels: readonly [current: string, base: string, incoming: string];
    readonly marker_size: number;
  }) => Promise<{ readonly text: string; readonly conflicts: number }>;
  /** Blob contents as Latin-1 strings (one character per byte, so nothing is lost); a missing object rejects. */
  readonly readBlobs: (blobs: readonly Sha[]) => Promise<ReadonlyMap<Sha, string>>;
  /** Writes blobs given as Latin-1 strings; object names in the same order. */
  readonly writeBlobs: (texts: readonly string[]) => Promise<readonly Sha[]>;
  /** Entries of the given paths in a tree; missing ones are absent. */
  readonly readEntries: (treeish: Sha, paths: readonly string[]) => Promise<ReadonlyMap<string, Entry>>;
  /** A tree with some paths replaced or removed. */
  readonly writeTree: (tree: Sha, changes: readonly TreeChange[]) => Promise<Sha>;
  /** The tree with one file replaced, once for each content, in their order; quick however many there are. */
  readonly writeVariants: (
    tree: Sha,
    path: string,
    contents: readonly { readonly mode: string; readonly blob: Sha }[],
  ) => Promise<readonly Sha[]>;
  /** A tree of exactly these entries; `040000` stands for a tree. */
  readonly writeFolder: (
    entries: readonly { readonly name: string; readonly mode: string; readonly object: Sha }[],
  ) => Promise<Sha>;
  readonly treeOf: (commit: Sha) => Promise<Sha>;
  readonly writeCommit: (request: CommitRequest) => Promise<Sha>;
  /** Moves refs all or none, by compare-and-swap; rejects with REF_MOVED and moves nothing when one is not as expected. */
  readonly updateRefs: (updates: readonly RefUpdate[]) => Promise<void>;
  /** Whether refs are where they should be (null: do not exist) at one moment. */
  readonly refsAre: (refs: readonly { readonly ref: RefName; readonly at: Sha | null }[]) => Promise<boolean>;
  /** Ends the programs that stay for further work; more work brings them back. */
  readonly close: () => Promise<void>;
  /** Which of the paths hold conflict markers in this tree, of those given. */
  readonly pathsWithMarkers: (tree: Sha, paths: readonly string[]) => Promise<readonly string[]>;
}
