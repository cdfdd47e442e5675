import type { EffortName } from '../../shared/ids.ts';
import type { PlanFinding } from './plan-finding.ts';

/** A worktree of an effort's branch, with what is not committed in it. */
export interface EffortCheckout {
  readonly effort: EffortName;
  readonly path: string;
  readonly local: { readonly changed: readonly string[]; readonly untracked: readonly string[] };
}

/** Says which efforts have work in their worktrees that is no part of their branches. */
export function uncommittedFindings(checkouts: readonly EffortCheckout[]): readonly PlanFinding[] {
  return checkouts.flatMap(({ effort, path, local }): readonly PlanFinding[] => {
    const parts = [
      ...(local.changed.length > 0 ? [`${local.changed.length} changed`] : []),
      ...(local.untracked.length > 0 ? [`${local.untracked.length} untracked`] : []),
    ];
    if (parts.length === 0) return [];
    return [
      {
        kind: 'uncommitted_work',
        subject: effort,
        severity: 'MEDIUM',
        checkpoint_says: `uncommitted work in ${path} is not part of it: ${parts.join(', ')}`,
        git_says: 'to take it in, commit it and look again',
      },
    ];
  });
}
