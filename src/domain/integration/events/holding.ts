/** Holds efforts or returns them to their authors, with everything that depends on them. What was merged later is merged again. */

import type { GateSubject } from '../../gate/gate.ts';
import type { EffortName, Sha } from '../../shared/ids.ts';
import { cancelled } from '../../shared/process.ts';
import { heldTogether, mergedAfter, standsOn } from '../selectors/dependents.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { effortNamed, participants } from '../selectors/progress.ts';
import type { Effort, Held, IntegrationState, MergedHere } from '../state.ts';
import { withEffort, withProgress } from './change.ts';
import { rememberedFrom } from './remembering.ts';

/** Holds an effort and its dependents. A merge already made is taken back, and later ones are made again. */
export function hold(
  state: IntegrationState,
  name: EffortName,
  as: Held['held_as'],
  because: string,
): IntegrationState {
  const out = heldTogether(state, name);
  const first = participants(state).find(
    (effort): effort is Effort & MergedHere => out.includes(effort.name) && isMergedHere(effort),
  );
  const taken =
    first === undefined
      ? state
      : withTakeBack(state, first.restore_point, `${first.name} is held: ${because}`, 'integrate');
  let next = closeConflicts(withoutTheirGates(taken, out), out, as);
  for (const held of out) {
    // An effort that is held for a reason of its own stays held, even when this one is included again.
    if (held !== name && effortNamed(state, held).status === 'HELD') continue;
    const held_because = held === name ? because : `depends on ${name}, which is held`;
    // Taking its merge back forgets its conflicts, not that there were some.
    const { conflicts } = effortNamed(state, held);
    next = withProgress(withEffort(next, held, { conflicts }), held, {
      status: 'HELD',
      held_as: as,
      held_because,
      held_with: held === name ? null : name,
    });
  }
  return next;
}

/** Returns the state in which gates that judge held efforts, or options of their conflicts, are cancelled: nobody waits for them. */
function withoutTheirGates(state: IntegrationState, out: readonly EffortName[]): IntegrationState {
  const concerns = (subject: GateSubject) => {
    if (subject.kind === 'effort') return out.includes(subject.effort);
    if (subject.kind !== 'option') return false;
    const met = state.conflicts_detected.find(({ id }) => id === subject.conflict);
    return met !== undefined && out.includes(met.effort);
  };
  const in_flight = cancelled(
    state.in_flight,
    ({ action }) => action.type === 'run_gate' && concerns(action.subject),
  );
  return { ...state, in_flight };
}

/** Has the integration branch taken back to a commit; everything merged after it waits again. */
export function withTakeBack(
  state: IntegrationState,
  commit: Sha,
  why: string,
  then: NonNullable<IntegrationState['take_back_to']>['then'],
): IntegrationState {
  let next = mergingAgain({ ...state, ...UNFINISHED, take_back_to: { commit, why, then } });
  for (const effort of mergedAfter(state, commit)) next = pending(next, effort);
  return next;
}

/** Fields that show a session as ended or about to land; taking back resets them. */
const UNFINISHED = {
  stage: 'INTEGRATING',
  end: null,
  landing_choice: null,
} as const satisfies Partial<IntegrationState>;

/** Drops the restore points that the branch no longer stands on. */
export function withoutOldPoints(state: IntegrationState): IntegrationState {
  return { ...state, restore_points: state.restore_points.filter(({ commit }) => standsOn(state, commit)) };
}

/** Restarts what is being merged: its conflicts were found on a branch that stood elsewhere. */
export function mergingAgain(state: IntegrationState): IntegrationState {
  const merging = state.efforts_included.filter(({ status }) => status === 'MERGING');
  return merging.reduce((next, { name }) => pending(next, name), state);
}

/** Makes an effort wait to be merged. It forgets the conflicts of the last merge, but not what was chosen in them. */
export function pending(state: IntegrationState, name: EffortName): IntegrationState {
  const own = state.conflicts_detected.filter((conflict) => conflict.effort === name);
  const cleared = {
    ...state,
    remembered: rememberedFrom(state, own, state.updated_at),
    editing: state.conflicts_detected.some((c) => c.effort === name && c.id === state.editing?.conflict)
      ? null
      : state.editing,
    conflicts_detected: state.conflicts_detected.filter((conflict) => conflict.effort !== name),
    trials: state.trials.filter((trial) => !own.some((conflict) => conflict.id === trial.conflict)),
  };
  return withProgress(withEffort(cleared, name, { conflicts: 0 }), name, { status: 'PENDING' });
}

function closeConflicts(
  state: IntegrationState,
  efforts: readonly EffortName[],
  as: Held['held_as'],
): IntegrationState {
  const strategy = as === 'HANDED_BACK' ? 'HANDED_BACK' : 'HELD';
  const concerns = (effort: EffortName) => efforts.includes(effort);
  const own = new Set(state.conflicts_detected.flatMap(({ id, effort }) => (concerns(effort) ? [id] : [])));
  return {
    ...state,
    editing: state.editing !== null && own.has(state.editing.conflict) ? null : state.editing,
    trials: state.trials.filter((trial) => !own.has(trial.conflict)),
    conflicts_detected: state.conflicts_detected.map((conflict) =>
      concerns(conflict.effort) && conflict.resolution_status === 'IN_PROGRESS'
        ? { ...conflict, resolution_strategy: strategy }
        : conflict,
    ),
  };
}
