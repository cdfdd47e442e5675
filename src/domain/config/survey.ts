/** What the survey of a repository found: plain facts, from which intorch proposes a configuration. */

export type PackageManager =
  | 'npm'
  | 'pnpm'
  | 'yarn'
  | 'yarn-berry'
  | 'bun'
  | 'deno'
  | 'uv'
  | 'poetry'
  | 'pip'
  | 'cargo'
  | 'go'
  | 'maven'
  | 'gradle';

export interface Survey {
  /** One per language; a repository may have several. */
  readonly package_managers: readonly PackageManager[];
  /** Those among them whose program is not installed on this machine; nothing they would run can be proposed. */
  readonly missing_managers: readonly PackageManager[];
  /** Names of files at the top of the working tree. */
  readonly files: readonly string[];
  /** `scripts` of package.json; null if there is no package.json. */
  readonly scripts: Readonly<Record<string, string>> | null;
  /** Whether package.json names any dependency. */
  readonly has_dependencies: boolean;
  /** Names of tools found in pyproject.toml and the requirements files: `pytest`, `ruff`, `mypy`. */
  readonly python_tools: readonly string[];
  readonly make_targets: readonly string[];
  /** Short names of local branches. */
  readonly branches: readonly string[];
  readonly current_branch: string | null;
  /** The branch that origin/HEAD points at; null if unknown. */
  readonly remote_head: string | null;
  /** Branches checked out in linked worktrees. */
  readonly worktree_branches: readonly string[];
}

/** Names the program that runs a package manager; null if the repository brings its own. */
export function programOf(manager: PackageManager, files: readonly string[]): string | null {
  switch (manager) {
    case 'yarn-berry':
      return 'yarn';
    case 'pip':
      return 'python3';
    case 'maven':
      return files.includes('mvnw') ? null : 'mvn';
    case 'gradle':
      return files.includes('gradlew') ? null : 'gradle';
    default:
      return manager;
  }
}
