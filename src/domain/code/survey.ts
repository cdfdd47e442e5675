/**
 * This folder: what a merged tree changes that gates may not see: import cycles, exports that are gone, and notes about both.
 *
 * What a survey of the code says. Paths are as git lists them; what cannot be told says why.
 */

import type { EffortName, Sha } from '../shared/ids.ts';
import type { ChangedTest } from './test-paths.ts';

/** known: false where it cannot be told, with the reason. */
export type Known<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly because: string };

/** An exported name that is gone although files still import it. */
export interface BrokenExport {
  /** The file that exported the name. */
  readonly path: string;
  readonly name: string;
  /** Files of the result that import the name from there, sorted. */
  readonly users: readonly string[];
}

/** What a merged tree changes against the target. */
export interface CodeSurvey {
  /** Import cycles that the result has and the target had not, each as the paths in order, first one repeated at the end; at most 10. */
  readonly cycles: Known<readonly (readonly string[])[]>;
  /** Exported names that are gone and that other files of the result still import, with those files; at most 20. */
  readonly broken_exports: Known<readonly BrokenExport[]>;
  /** Path of a migration note among the changed files: a changelog, guide or document that speaks of the change; null: none. */
  readonly migration_note: string | null;
  /** Documentation files that the change touches, sorted, and how many files of code it touches. */
  readonly documentation: { readonly changed: readonly string[]; readonly code_changed: number };
}

/** What a look at one result says: at its code, its history, and at what keeps the target from moving to it by itself; null: nothing does. */
export type ResultSurvey = CodeSurvey & {
  readonly commit: Sha;
  /** Files with conflict markers that neither the target has nor the settings call content, at most 20. */
  readonly markers: readonly string[];
  /** Test files of the target that are not there any more, if there are fewer than there were; at most 20. */
  readonly tests_gone: readonly string[];
  /** Test files of the target that the result changes or no longer has, and by whom; at most 1,000. null: nobody looked, or git does not say. */
  readonly changed_tests: readonly ChangedTest<EffortName>[] | null;
  /** Efforts that are in commit by commit, so that git does not know their branches as merged. */
  readonly rewritten: readonly EffortName[];
  /** Where the target is checked out, and at most 20 paths there that are not committed and that git would stop at. */
  readonly hindrance: { readonly because: string; readonly in_the_way: readonly string[] } | null;
};
