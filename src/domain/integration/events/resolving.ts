/** Events of conflicts: found, classified, edited. Choices are answers to questions (questions/conflict.ts). */
import { type Conflict, openHunks } from '../../conflict/conflict.ts';
import { matchesGlob } from '../../shared/glob.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { EventOf } from '../event.ts';
import { isAwaited } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { withConflict, withDecision, withEffort, withProgress } from './change.ts';
import { canDefer, defer } from './deferring.ts';
import { hold } from './holding.ts';
import { recall } from './remembering.ts';

export function conflictFound(
  state: IntegrationState,
  { effort, conflicts }: EventOf<'conflict_found'>,
): IntegrationState {
  if (!isAwaited(state, effort)) return state;
  const others = state.conflicts_detected.filter((conflict) => conflict.effort !== effort);
  const met = withEffort({ ...state, conflicts_detected: [...others, ...conflicts] }, effort, {
    conflicts: conflicts.length,
  });
  return withProgress(met, effort, { status: 'MERGING' });
}

/**
 * Repeats earlier answers from memory. A policy may hold the effort or return it to its author; a question that comes too early defers
 * it.
 */
export function conflictClassified(
  state: IntegrationState,
  { effort, conflicts, at }: EventOf<'conflict_classified'>,
): IntegrationState {
  if (!isAwaited(state, effort)) return state;
  const others = state.conflicts_detected.filter((conflict) => conflict.effort !== effort);
  const known = conflicts.map((conflict) => recall(conflict, state.remembered, at));
  const next = { ...state, conflicts_detected: [...others, ...known] };
  for (const conflict of known) {
    const policy = givingAway(state, conflict);
    if (policy === null) continue;
    const because = `by policy, because it conflicts in ${conflict.path}`;
    const decided = withDecision(next, {
      at,
      question: conflict.id,
      kind: 'conflict',
      conflict: conflict.id,
      choice: policy,
      by: 'policy',
      about: conflict.path,
    });
    return hold(decided, effort, policy === 'return_to_author' ? 'HANDED_BACK' : 'PUT_ASIDE', because);
  }
  return asksTooEarly(next, effort, known) ? defer(next, effort) : next;
}

/** Checks whether the settings want questions of this effort after the others, and there are others. */
function asksTooEarly(state: IntegrationState, name: EffortName, met: readonly Conflict[]): boolean {
  const isAsked = met.some((conflict) => openHunks(conflict).length > 0);
  return isAsked && state.settings.conflicts.ask === 'last' && canDefer(state, name);
}

export function editPrepared(
  state: IntegrationState,
  { conflict, file }: EventOf<'edit_prepared'>,
): IntegrationState {
  return state.editing?.conflict === conflict ? { ...state, editing: { ...state.editing, file } } : state;
}

export function editRefused(
  state: IntegrationState,
  { conflict, because }: EventOf<'edit_refused'>,
): IntegrationState {
  const { editing } = state;
  return editing?.conflict === conflict
    ? { ...state, editing: { ...editing, done: false, refused: because } }
    : state;
}

export function editAccepted(state: IntegrationState, event: EventOf<'edit_accepted'>): IntegrationState {
  const { conflict: id, blob, mode, tree, loses, at } = event;
  const next = withConflict({ ...state, editing: null }, id, (conflict) => ({
    ...conflict,
    edited: { blob, mode, tree, loses },
  }));
  const about = state.conflicts_detected.find((conflict) => conflict.id === id)?.path ?? id;
  return withDecision(next, {
    at,
    question: id,
    kind: 'edit',
    conflict: id,
    choice: 'edited',
    by: 'operator',
    about,
  });
}

/** Finds the policy that holds the effort or returns it to its author. Only the first policy that fits an open hunk answers for it. */
function givingAway(state: IntegrationState, conflict: Conflict): 'hold_effort' | 'return_to_author' | null {
  for (const hunk of openHunks(conflict)) {
    const first = state.settings.conflicts.policies.find(
      ({ class: named, path }) =>
        (named === null || named === conflict.kind || named === hunk.class) &&
        (path === null || matchesGlob(path, conflict.path)),
    );
    if (first?.resolve === 'hold_effort' || first?.resolve === 'return_to_author') return first.resolve;
  }
  return null;
}
