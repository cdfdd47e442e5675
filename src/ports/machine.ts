/** The state of the machine and the repository that `doctor` judges. Collecting it changes nothing. */
export interface MachineFacts {
  readonly node_version: string;
  readonly sqlite_version: string;
  /** Output of `git --version`; null: git is missing. */
  readonly git_version: string | null;
  /** null: the folder is not in a git repository. */
  readonly repository: RepositoryFacts | null;
  /** Folders that intorch writes to: the state of its sessions, and the workspaces for gates. */
  readonly state: PlaceFacts;
  readonly copies: PlaceFacts;
}

/** A folder that intorch writes to. */
export interface PlaceFacts {
  readonly path: string;
  /** Why it is not writable: `/repo/.git: the file system is read-only`; null: it is writable. */
  readonly unwritable: string | null;
  /** null: unknown. */
  readonly free_bytes: number | null;
  /** Number of files that the file system can still create; null: unknown, or limited only by space. */
  readonly free_files: number | null;
  /** Type of network file system that it is on (`nfs4`); null: local, or unknown. */
  readonly network: string | null;
}

export interface RepositoryFacts {
  /** null for a bare repository. */
  readonly top_level: string | null;
  readonly common_dir: string;
  readonly shallow: boolean;
  /** Whether the repository is a partial clone, which fetches objects on demand. */
  readonly partial: boolean;
  /** Whether HEAD has submodules. */
  readonly submodules: boolean;
  /** Names of filters and merge drivers that the git configuration defines: `filter.lfs`, `merge.ours`. */
  readonly drivers: readonly string[];
  /** Whether git is configured to sign commits. */
  readonly signing: boolean;
  /** Whether a name and an email address for commits are configured. */
  readonly identity: boolean;
}
