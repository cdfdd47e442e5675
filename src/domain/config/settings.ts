/**
 * This folder: the shape of intorch.yaml, and what a proposal makes of a project.
 *
 * What an integration depends on, frozen into the state when a session starts, so that an edited file changes the next session only.
 */
import type { ConflictPolicy } from '../conflict/options/policy.ts';
import type { GateName } from '../shared/ids.ts';

/** How an effort goes in: as a merge, commit by commit, or its clean commits picked and the rest merged by hand. */
export const STRATEGIES = ['merge', 'cherry-pick', 'hybrid'] as const;
export type Strategy = (typeof STRATEGIES)[number];

/** Formats of runner output that are understood; `exit` looks at the exit status only, `auto` finds out. */
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

export interface GateSettings {
  readonly name: GateName;
  /** Run by `sh -c` in the slot. */
  readonly command: string;
  /** After each effort, on the final tree, or both. */
  readonly when: 'effort' | 'final' | 'both';
  readonly timeout_sec: number;
  /** Runs again after a red one on the same tree; a later pass makes it `inconclusive` unless `flaky: pass`. */
  readonly retries: number;
  readonly flaky: 'ask' | 'pass';
  /** A gate that is not required is reported and blocks nothing. */
  readonly required: boolean;
  readonly parser: ParserName;
  readonly env: Readonly<Record<string, string>>;
  /** Two gates that name the same resource (a port, a database) never run at once. */
  readonly exclusive: readonly string[];
}

export interface EffortSettings {
  readonly branch: string;
  readonly name: string | null;
  readonly depends_on: readonly string[];
  readonly strategy: Strategy | null;
  /** For `cherry-pick`: object names, any length git resolves; null: all. */
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
  /** Run the gates on the target first, to know which failures were there before. */
  readonly baseline: boolean;
  readonly limits: { readonly effort_lines: number; readonly integration_lines: number | null };
  readonly conflicts: {
    readonly auto: boolean;
    /** What only the operator can decide is asked when it is met, or after everything else is in. */
    readonly ask: 'at_once' | 'last';
    readonly policies: readonly ConflictPolicy[];
    /** Globs of files that hold conflict markers for good: fixtures of tests, texts about git. */
    readonly markers_in: readonly string[];
    /** `merge.<driver>` programs of the git configuration that may run. */
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
  readonly landing: { readonly mode: 'auto' | 'fast_forward' | 'hold' | 'none' };
  readonly max_concurrency: number;
  readonly worktree: {
    /** Command that installs dependencies in a slot; null: none. */
    readonly setup: string | null;
    /** Files whose content decides whether set-up must run again. */
    readonly setup_key: readonly string[];
    readonly setup_timeout_sec: number;
    /** Folder for slots; null: the user's cache folder. */
    readonly directory: string | null;
  };
}
