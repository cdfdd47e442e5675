/** Events of merging and of moving the integration branch. */
import { withConflict, withDecision, withEffort } from './change.ts';
import type { EventOf } from './event.ts';
import { pending } from './holding.ts';
import { rememberedFrom } from './remembering.ts';
import type { IntegrationState, RestorePoint } from './state.ts';

export function integrationBranchCreated(
  state: IntegrationState,
  { commit, restore_point, at }: EventOf<'integration_branch_created'>,
): IntegrationState {
  const point: RestorePoint = { ref: restore_point, commit, before: 'start', at };
  return { ...state, integration_tip: commit, restore_points: [...state.restore_points, point] };
}

export function effortMerged(state: IntegrationState, event: EventOf<'effort_merged'>): IntegrationState {
  const { effort, merge_commit, restore_point, restore_commit, left_out, losses, at } = event;
  const own = state.conflicts_detected.filter((conflict) => conflict.effort === effort);
  let next = withEffort(state, effort, {
    status: 'MERGED',
    merge_commit,
    restore_point: restore_commit,
    commits_left_out: left_out,
    losses,
    merged_at: at,
    resolution_status: own.length === 0 ? 'NONE' : 'RESOLVED',
  });
  for (const conflict of own) {
    const byRule = conflict.hunks.every((hunk) => hunk.choice?.by === 'rule');
    next = withConflict(next, conflict.id, (met) => ({
      ...met,
      resolution_status: 'RESOLVED',
      resolution_strategy: byRule ? 'AUTO' : 'OPERATOR',
      resolved_at: at,
    }));
    if (byRule) {
      const rules = [...new Set(conflict.hunks.map((hunk) => hunk.auto?.rule ?? ''))].join(', ');
      next = withDecision(next, {
        at,
        question: conflict.id,
        choice: rules,
        by: 'rule',
        about: conflict.path,
      });
    }
  }
  const point: RestorePoint = { ref: restore_point, commit: restore_commit, before: effort, at };
  return {
    ...next,
    integration_tip: merge_commit,
    restore_points: [
      ...next.restore_points.filter((other) => other.commit !== restore_commit || other.before !== effort),
      point,
    ],
    remembered: rememberedFrom(next, own, at),
  };
}

export function effortMergeFailed(
  state: IntegrationState,
  event: EventOf<'effort_merge_failed'>,
): IntegrationState {
  return withEffort(state, event.effort, { status: 'FAILED', held_because: event.because });
}

/** The branch stands where it was to go back to; what happens then was decided when the way back was chosen. */
export function integrationTakenBack(
  state: IntegrationState,
  { to, at }: EventOf<'integration_taken_back'>,
): IntegrationState {
  const goal = state.take_back_to;
  const back: IntegrationState = { ...state, integration_tip: to, take_back_to: null };
  if (goal?.then === 'roll_back') {
    return { ...back, stage: 'FINISHED', outcome: 'ROLLED_BACK', outcome_because: goal.why, finished_at: at };
  }
  return goal?.then === 'stop' ? { ...back, paused: true } : back;
}

/** The target is elsewhere: everything is built again on it, from remembered resolutions; nothing was landed. */
export function targetMoved(state: IntegrationState, { tip }: EventOf<'target_moved'>): IntegrationState {
  if (state.stage === 'PLANNING' || state.stage === 'READY') return { ...state, stage: 'PLANNING' };
  let next: IntegrationState = { ...state, target_base: tip, landing_choice: null };
  for (const effort of state.efforts_included) {
    const { status } = effort;
    if (effort.already_in === null && (status === 'MERGED' || status === 'MERGING'))
      next = pending(next, effort.name);
  }
  if (state.integration_tip === null) return next;
  return {
    ...next,
    stage: 'INTEGRATING',
    take_back_to: { commit: tip, why: `${state.target} moved`, then: 'integrate' },
  };
}
