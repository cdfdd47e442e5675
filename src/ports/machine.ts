/** What the machine and the repository are like, as far as `doctor` judges them. Looking changes nothing. */
export interface MachineFacts {
  readonly node_version: string;
  readonly sqlite_version: string;
  /** What `git --version` says; null: git is missing. */
  readonly git_version: string | null;
  /** null: the folder is in no git repository. */
  readonly repository: RepositoryFacts | null;
  /** Where intorch writes: the state of its sessions, and the working copies of gates. */
  readonly state: PlaceFacts;
  readonly copies: PlaceFacts;
}

/** A folder that is written to. */
export interface PlaceFacts {
  readonly path: string;
  /** Why it cannot be written: `/repo/.git: the file system is read-only`; null: it can. */
  readonly unwritable: string | null;
  /** null: not known. */
  readonly free_bytes: number | null;
  /** How many more files the file system takes; null: not known, or as many as fit. */
  readonly free_files: number | null;
  /** Type of the network file system that it is on (`nfs4`); null: none, or not known. */
  readonly network: string | null;
}

export interface RepositoryFacts {
  /** null: a bare repository. */
  readonly top_level: string | null;
  readonly common_dir: string;
  readonly shallow: boolean;
  /** Objects are fetched from a remote when they are needed. */
  readonly partial: boolean;
  /** Whether HEAD has submodules. */
  readonly submodules: boolean;
  /** Names of filters and merge drivers that the git configuration defines: `filter.lfs`, `merge.ours`. */
  readonly drivers: readonly string[];
  /** Whether commits are to be signed. */
  readonly signing: boolean;
  /** Whether a name and an address for commits are configured. */
  readonly identity: boolean;
}
