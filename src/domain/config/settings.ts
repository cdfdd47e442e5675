/**
 * This folder: the shape of intorch.yaml, and what a proposal makes of a project.
 *
 * What an integration depends on, frozen into the state when a session starts, so that an edited file changes the next session only.
 */
import type { ConflictPolicy } from '../conflict/options/policy.ts';
import type { GateName } from '../shared/ids.ts';

/** How an effort goes in: as a merge, commit by commit, or with its clean commits picked and the rest merged by hand. */
export const STRATEGIES = ['merge', 'cherry-pick', 'hybrid'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Supported formats of runner output. `exit` looks only at the exit status; `auto` detects the format. */
export const PARSERS = [
  'auto',
  'exit',
  'node',
  'vitest',
  'jest',
  'tap',
  'pytest',
  'go',
  'cargo',
  'bun',
  'mocha',
  'junit',
] as const;
export type ParserName = (typeof PARSERS)[number];

/** What a command may reach: all that its user may; or its workspace alone, without or with the network. */
export const CONFINEMENTS = ['off', 'offline', 'online'] as const;
export type Confinement = (typeof CONFINEMENTS)[number];

/**
 * When gates run: after each effort; on everything together, with groups beside it in case it is red; or on everything together, with groups
 * only once it is red.
 */
export const GATE_POLICIES = ['each', 'grouped', 'final'] as const;
export type GatePolicy = (typeof GATE_POLICIES)[number];

export interface GateSettings {
  readonly name: GateName;
  /** Run by `sh -c` in the workspace. */
  readonly command: string;
  /** Run after each effort, on the final tree, or both. */
  readonly when: 'effort' | 'final' | 'both';
  readonly timeout_sec: number;
  /** How often a red gate runs again on the same tree. A pass after that makes it `inconclusive`, unless `flaky` is `pass`. */
  readonly retries: number;
  readonly flaky: 'ask' | 'pass';
  /** A gate that is not required is reported but blocks nothing. */
  readonly required: boolean;
  readonly parser: ParserName;
  readonly env: Readonly<Record<string, string>>;
  /** Gates that it waits for: it runs on a tree where those that are required are green, and the others over. */
  readonly depends_on: readonly string[];
  /** Two gates that name the same resource (a port, a database) never run at once. */
  readonly exclusive: readonly string[];
  /** Whether it is shut in, without or with the network; null: as `sandbox` says. */
  readonly sandbox: Confinement | null;
}

export interface EffortSettings {
  readonly branch: string;
  readonly name: string | null;
  readonly depends_on: readonly string[];
  readonly strategy: Strategy | null;
  /** For `cherry-pick`: object names of any length that git resolves; null: all. */
  readonly commits: readonly string[] | null;
}

export interface Settings {
  readonly target: string | null;
  readonly efforts: {
    readonly patterns: readonly string[];
    readonly exclude: readonly string[];
    readonly list: readonly EffortSettings[];
    readonly worktrees: boolean;
    readonly strategy: Strategy;
  };
  readonly naming: { readonly phase: number; readonly wave: number; readonly integration_branch: string };
  readonly gates: readonly GateSettings[];
  readonly gating: {
    /** null: each effort, while that fits in the budget; else grouped. */
    readonly policy: GatePolicy | null;
    readonly budget_min: number;
    /** Whether the final tree is run once more with the target's version of the test files that efforts change. */
    readonly guard: boolean;
  };
  /** Globs of test files with their snapshots and fixtures; null: as the usual runners look for them. */
  readonly tests: { readonly paths: readonly string[] | null };
  /** Whether to run the gates on the target first, to know which failures were there before. */
  readonly baseline: boolean;
  /** null: nobody wrote one. */
  readonly limits: { readonly effort_lines: number | null; readonly integration_lines: number | null };
  readonly conflicts: {
    readonly auto: boolean;
    /** When to ask what only the operator can decide: as soon as it comes up, or after everything else is in. */
    readonly ask: 'at_once' | 'last';
    readonly policies: readonly ConflictPolicy[];
    /** Globs of files that contain conflict markers on purpose: test fixtures, texts about git. */
    readonly markers_in: readonly string[];
    /** What two efforts that change one function mean for landing, although they merge. */
    readonly same_function: 'warn' | 'ask';
    /** What work that two efforts do twice, or against each other, means for landing. */
    readonly double_work: 'warn' | 'ask';
    /** `merge.<driver>` programs from the git configuration that intorch may run. */
    readonly trusted_drivers: readonly string[];
  };
  readonly checkpoints: {
    /** A folder in the working tree, or null: under the git directory. */
    readonly directory: string | null;
    readonly keep: number;
    readonly interval_sec: number;
    readonly commit: boolean;
    readonly push: boolean;
    readonly remote: string;
  };
  readonly landing: {
    readonly mode: 'auto' | 'fast_forward' | 'hold' | 'none';
    /** What a changed control file (settings, CI, attributes, hooks, ...) means for landing. */
    readonly control_files: 'inform' | 'ask';
  };
  /** Older sessions, and more than these, are removed; never what is not over or is nowhere else. */
  readonly sessions: { readonly keep: number; readonly days: number };
  readonly max_concurrency: number;
  readonly worktree: {
    /** Command that installs dependencies in a workspace; null: none. */
    readonly setup: string | null;
    /** Files whose content decides whether the set-up must run again. */
    readonly setup_key: readonly string[];
    readonly setup_timeout_sec: number;
    /** Filters of the git configuration (`lfs`) that run in workspaces. */
    readonly filters: readonly string[];
    /** Globs of ignored paths that stay in a workspace when it gets another tree. */
    readonly caches: readonly string[];
    /** Folder for workspaces; null: the user's cache folder. */
    readonly directory: string | null;
  };
  /** How gates and set-up are shut in. */
  readonly sandbox: {
    /** A session decides `auto` at its start, so that all of its gates run alike. */
    readonly mode: 'off' | 'auto' | 'required';
    /** Words of a wrapper, with {slot}, {command} and {network}; empty: bubblewrap. */
    readonly command: readonly string[];
    /** Who reaches the network: nobody, set-up alone, or gates as well. */
    readonly network: 'none' | 'setup' | 'all';
    /** Further folders and files that can be read, or written. */
    readonly read: readonly string[];
    readonly write: readonly string[];
  };
}

/** More lines than these are too many to review at once; said, and asked about only where somebody wrote a limit. */
export const USUAL_EFFORT_LINES = 800;
