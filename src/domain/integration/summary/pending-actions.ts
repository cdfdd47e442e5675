import type { EffortName } from '../../shared/ids.ts';
import { participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';

/** What is still to be done, as the checkpoint document shows it to people; the machine itself asks `next-actions`. */
export interface PendingAction {
  readonly type: 'RESOLVE_CONFLICT' | 'MERGE_EFFORT' | 'RUN_GATE' | 'FINAL_VALIDATION' | 'LAND';
  /** Name of the effort, the gate run or the branch. */
  readonly target: string;
  readonly assigned_to: 'operator' | 'intorch';
  readonly priority: 'HIGH' | 'MEDIUM';
  /** Efforts that must be in first. */
  readonly depends_on: readonly EffortName[];
  /** What it waits for; null: nothing. */
  readonly trigger: 'ALL_EFFORTS_MERGED' | 'FINAL_VALIDATION_PASSED' | null;
}

/** Lists what is left to do, in order; nothing once the session is over. */
export function pendingActions(state: IntegrationState): readonly PendingAction[] {
  if (state.stage === 'FINISHED') return [];
  const conflicted = new Set(
    state.conflicts_detected
      .filter((conflict) => conflict.resolution_status === 'IN_PROGRESS')
      .map((conflict) => conflict.effort),
  );
  const efforts = participants(state).filter(({ status }) => status === 'PENDING' || status === 'MERGING');
  const running = state.gate_runs.filter((run) => run.status === 'RUNNING');
  const validates = state.stage !== 'LANDING';
  return [
    ...efforts.map((effort) =>
      conflicted.has(effort.name) ? resolveConflict(effort) : mergeEffort(state, effort),
    ),
    ...running.map((run) => action('RUN_GATE', run.id, 'HIGH')),
    ...(validates
      ? [
          {
            ...action('FINAL_VALIDATION', state.integration_branch, 'HIGH'),
            trigger: 'ALL_EFFORTS_MERGED' as const,
          },
        ]
      : []),
    { ...action('LAND', state.target, 'MEDIUM'), trigger: 'FINAL_VALIDATION_PASSED' },
  ];
}

function action(
  type: PendingAction['type'],
  target: string,
  priority: PendingAction['priority'],
): PendingAction {
  return { type, target, assigned_to: 'intorch', priority, depends_on: [], trigger: null };
}

function resolveConflict(effort: Effort): PendingAction {
  return { ...action('RESOLVE_CONFLICT', effort.name, 'HIGH'), assigned_to: 'operator' };
}

function mergeEffort(state: IntegrationState, effort: Effort): PendingAction {
  const isIn = (name: EffortName) =>
    state.efforts_included.some((other) => other.name === name && other.status === 'MERGED');
  const depends_on = effort.dependencies.filter((name) => !isIn(name));
  return { ...action('MERGE_EFFORT', effort.name, 'MEDIUM'), depends_on };
}
