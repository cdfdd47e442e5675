/** Events of merging and of moving the integration branch. */

import type { Choice, Conflict } from '../../conflict/conflict.ts';
import type { EventOf } from '../event.ts';
import { heldBecause, isMergedHere } from '../selectors/effort-status.ts';
import { effortNamed, isAwaited } from '../selectors/progress.ts';
import type { IntegrationState, RestorePoint } from '../state.ts';
import { finished, withConflict, withDecision, withProgress } from './change.ts';
import { pending, withoutOldPoints, withTakeBack } from './holding.ts';
import { rememberedFrom } from './remembering.ts';

export function integrationBranchCreated(
  state: IntegrationState,
  { commit, restore_point, at }: EventOf<'integration_branch_created'>,
): IntegrationState {
  const point: RestorePoint = { ref: restore_point, commit, before: 'start', at };
  return { ...state, integration_tip: commit, restore_points: [...state.restore_points, point] };
}

/** An effort that was held while it was being merged stays out: the branch goes back to where it was. */
function mergedInVain(state: IntegrationState, event: EventOf<'effort_merged'>): IntegrationState {
  if (state.take_back_to !== null) return state;
  const held_because = heldBecause(effortNamed(state, event.effort));
  const why = `${event.effort} is taken out${held_because === null ? '' : `: ${held_because}`}`;
  return withTakeBack(
    { ...state, integration_tip: event.merge_commit },
    event.restore_commit,
    why,
    'integrate',
  );
}

export function effortMerged(state: IntegrationState, event: EventOf<'effort_merged'>): IntegrationState {
  if (!isAwaited(state, event.effort)) return mergedInVain(state, event);
  const { effort, merge_commit, restore_point, restore_commit, left_out, losses, at } = event;
  const own = state.conflicts_detected.filter((conflict) => conflict.effort === effort);
  let next = withProgress(state, effort, {
    status: 'MERGED',
    already_in: null,
    merge_commit,
    restore_point: restore_commit,
    merged_at: at,
    commits_left_out: left_out,
    losses,
  });
  for (const conflict of own) {
    const unasked = unaskedWays(conflict);
    const isAuto =
      conflict.edited === null && conflict.hunks.every(({ choice }) => choice !== null && isUnasked(choice));
    next = withConflict(next, conflict.id, (met) => ({
      ...met,
      resolution_status: 'RESOLVED',
      resolution_strategy: isAuto ? 'AUTO' : 'OPERATOR',
      resolved_at: at,
    }));
    for (const [by, ways] of unasked) {
      next = withDecision(next, {
        at,
        question: conflict.id,
        kind: null,
        conflict: conflict.id,
        choice: ways.join(', '),
        by,
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

type Unasked = Extract<Choice['by'], 'rule' | 'policy' | 'memory'>;

function isUnasked(choice: Choice): choice is Choice & { readonly by: Unasked } {
  return choice.by === 'rule' || choice.by === 'policy' || choice.by === 'memory';
}

/** Lists how a conflict was resolved without asking, and by whom: a person reads it afterwards. */
function unaskedWays({ edited, hunks }: Conflict): ReadonlyMap<Unasked, readonly string[]> {
  const ways = new Map<Unasked, readonly string[]>();
  for (const { choice, auto } of edited === null ? hunks : []) {
    if (choice === null || !isUnasked(choice)) continue;
    const way = choice.by === 'rule' ? (auto?.rule ?? choice.option) : choice.option;
    ways.set(choice.by, [...new Set([...(ways.get(choice.by) ?? []), way])]);
  }
  return ways;
}

export function effortMergeFailed(
  state: IntegrationState,
  event: EventOf<'effort_merge_failed'>,
): IntegrationState {
  if (!isAwaited(state, event.effort)) return state;
  return withProgress(state, event.effort, { status: 'FAILED', held_because: event.because });
}

/** The branch is back where it had to go. What follows (end, pause or continue) was decided when taking back was chosen. */
export function integrationTakenBack(
  state: IntegrationState,
  { to, at }: EventOf<'integration_taken_back'>,
): IntegrationState {
  const goal = state.take_back_to;
  const back = withoutOldPoints({ ...state, integration_tip: to, take_back_to: null, foreign: null });
  if (goal?.then === 'roll_back')
    return finished(back, { outcome: 'ROLLED_BACK', because: goal.why, at: at });
  return goal?.then === 'stop' ? { ...back, paused: true } : back;
}

/** The target has moved: everything is built on it again, from remembered resolutions; nothing was landed. */
export function targetMoved(state: IntegrationState, { tip }: EventOf<'target_moved'>): IntegrationState {
  if (state.stage === 'FINISHED') return state;
  if (state.stage === 'PLANNING' || state.stage === 'READY') return { ...state, stage: 'PLANNING' };
  let next: IntegrationState = { ...state, target_base: tip, landing_choice: null };
  for (const effort of state.efforts_included) {
    if (isMergedHere(effort) || effort.status === 'MERGING') next = pending(next, effort.name);
  }
  if (state.integration_tip === null) return next;
  return {
    ...next,
    stage: 'INTEGRATING',
    take_back_to: { commit: tip, why: `${state.target} moved`, then: 'integrate' },
  };
}
