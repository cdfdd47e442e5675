import type { PlanFinding } from './plan-finding.ts';

/** A branch that would take part if it could. */
export interface UnreadableBranch {
  readonly branch: string;
  readonly because: 'not_utf8' | 'refused_name' | 'missing' | 'no_commit';
}

const WORDS: Readonly<Record<UnreadableBranch['because'], readonly [why: string, way_out: string]>> = {
  not_utf8: ['its name is not UTF-8', 'give it another name to take part: git branch -m'],
  refused_name: [
    'commands would take its name for something else',
    'give it another name to take part: git branch -m',
  ],
  missing: [
    'it points at an object that is not in this repository',
    'fetch the object, or remove the branch',
  ],
  no_commit: ['it points at something that is no commit', 'point it at a commit to take part'],
};

/** Says which branches take no part, and why. */
export function unreadableFindings(branches: readonly UnreadableBranch[]): readonly PlanFinding[] {
  return branches.map(({ branch, because }) => ({
    kind: 'branch_unreadable',
    subject: branch,
    severity: 'MEDIUM',
    checkpoint_says: `${WORDS[because][0]}, so it takes no part`,
    git_says: WORDS[because][1],
  }));
}
