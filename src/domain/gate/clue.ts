/** What explains a red run beside its verdict: the first line of its output that tells an error, and what its workspace lacked. */

import { type Sha, shortSha } from '../shared/ids.ts';

export interface Clue {
  readonly of: 'output' | 'workspace';
  /** One line. */
  readonly says: string;
}

/** Something that a checkout of the operator has, and a workspace has not. */
export type WorkspaceLack =
  | { readonly kind: 'empty_submodule'; readonly path: string }
  /** Set-up left it at another commit than `commit`, which the commit under test names. */
  | { readonly kind: 'other_submodule'; readonly path: string; readonly commit: Sha }
  /** A filter that the operator's git configuration defines, and one of the files whose content it would change. */
  | { readonly kind: 'filter'; readonly filter: string; readonly path: string };

/** Says what a workspace lacks, and what gives it. */
export function lackClue(lack: WorkspaceLack): Clue {
  return { of: 'workspace', says: lackWords(lack) };
}

function lackWords(lack: WorkspaceLack): string {
  switch (lack.kind) {
    case 'empty_submodule':
      return `the submodule ${lack.path} is empty in the workspace: set worktree.setup: git submodule update --init`;
    case 'other_submodule':
      return `the submodule ${lack.path} has to be at ${shortSha(lack.commit)}: let worktree.setup run git submodule update --init`;
    case 'filter':
      return `the filter ${lack.filter} did not run in the workspace, so ${lack.path} is as git stores it: add ${lack.filter} to worktree.filters`;
  }
}
