/** What a resumed session goes on with, in the words of the specification's recovery protocol. */
import type { BranchName, ConflictId, EffortName } from '../../shared/ids.ts';
import { participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { type PendingAction, pendingActions } from './pending-actions.ts';

export type PendingWork =
  /** A merge that was begun: it was under way, or its conflicts are being resolved. */
  | { readonly type: 'RESUME_MERGE'; readonly effort: EffortName; readonly conflicts: number }
  | { readonly type: 'START_MERGE'; readonly effort: EffortName }
  | {
      readonly type: 'RESUME_CONFLICT_RESOLUTION';
      readonly effort: EffortName;
      readonly conflict: ConflictId;
      readonly path: string;
    };

/** How far it is. A merge that is begun counts half; efforts that are out do not count. */
export interface RecoveredProgress {
  /** From 0 to 100. */
  readonly percentage: number;
  readonly completed: number;
  readonly in_progress: number;
  readonly pending: number;
}

export interface Recovery {
  readonly integration_branch: BranchName;
  readonly pending_work: readonly PendingWork[];
  readonly current_progress: RecoveredProgress;
  /** What comes first: open conflicts, then merges in their order, then what follows them; null: the session is over. */
  readonly next_action: PendingWork | PendingAction | null;
}

/** Returns what is left to do. `saved` is the state as it was saved, `state` the same after the comparison with git. */
export function recoveryOf(saved: IntegrationState, state: IntegrationState): Recovery {
  const begun = new Set(
    saved.in_flight.flatMap(({ action }) => (action.type === 'merge_effort' ? [action.effort] : [])),
  );
  const isBegun = ({ name, status }: Effort) =>
    status === 'MERGING' || (status === 'PENDING' && begun.has(name));
  const efforts = participants(state).filter(({ status }) => status !== 'HELD' && status !== 'FAILED');
  const completed = efforts.filter(({ status }) => status === 'MERGED').length;
  const in_progress = efforts.filter(isBegun).length;
  const left = state.stage === 'FINISHED' ? [] : efforts.filter(({ status }) => status !== 'MERGED');
  const resolving = state.conflicts_detected.filter(
    ({ effort, resolution_status }) =>
      resolution_status === 'IN_PROGRESS' && left.some(({ name }) => name === effort),
  );
  const pending_work: readonly PendingWork[] = [
    ...left.map(
      (effort): PendingWork =>
        isBegun(effort)
          ? { type: 'RESUME_MERGE', effort: effort.name, conflicts: effort.conflicts }
          : { type: 'START_MERGE', effort: effort.name },
    ),
    ...resolving.map(
      ({ effort, id, path }): PendingWork => ({
        type: 'RESUME_CONFLICT_RESOLUTION',
        effort,
        conflict: id,
        path,
      }),
    ),
  ];
  return {
    integration_branch: state.integration_branch,
    pending_work,
    current_progress: {
      percentage: efforts.length === 0 ? 0 : ((completed + in_progress / 2) / efforts.length) * 100,
      completed,
      in_progress,
      pending: efforts.length - completed - in_progress,
    },
    next_action:
      pending_work.find(({ type }) => type === 'RESUME_CONFLICT_RESOLUTION') ??
      pending_work[0] ??
      pendingActions(state)[0] ??
      null,
  };
}
