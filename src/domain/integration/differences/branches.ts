/** What became of one effort's branch since its tip was recorded. */
import { type Sha, shortSha } from '../../shared/ids.ts';
import type { Effort, Finding } from '../state.ts';

/** Gives how a branch differs from what was recorded; null: it does not. A tip of null: the branch is gone. */
export function branchDifference(effort: Effort, tip: Sha | null): Omit<Finding, 'at'> | null {
  if (tip === effort.tip) return null;
  const recorded = {
    subject: effort.name,
    severity: 'MEDIUM',
    checkpoint_says: `tip ${shortSha(effort.tip)}`,
  } as const;
  return tip === null
    ? {
        ...recorded,
        kind: 'branch_deleted',
        git_says: 'the branch is gone; the recorded commit is kept and used',
      }
    : { ...recorded, kind: 'branch_moved', git_says: `tip ${shortSha(tip)}; the recorded commit is used` };
}
