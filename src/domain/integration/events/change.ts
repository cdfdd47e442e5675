/**
 * This folder: what each kind of event makes of the state.
 *
 * Small edits of the state value, so that transitions read as what they mean.
 */
import type { Conflict } from '../../conflict/conflict.ts';
import type { GateRun } from '../../gate/gate.ts';
import type { ConflictId, EffortName, Instant } from '../../shared/ids.ts';
import type { DecidedBy } from '../event.ts';
import type { Decision, Effort, IntegrationState, Outcome } from '../state.ts';

/** Gives the state at its end: with what came of it, and nothing left to go back to or to ask. */
export function finished(
  state: IntegrationState,
  at: Instant,
  outcome: Outcome,
  outcome_because: string,
  change: Partial<IntegrationState> = {},
): IntegrationState {
  const over = { stage: 'FINISHED', take_back_to: null, rollback_offer: null } as const;
  return { ...state, ...change, ...over, outcome, outcome_because, finished_at: at };
}

/** Gives the state with one effort changed. */
export function withEffort(
  state: IntegrationState,
  name: EffortName,
  change: Partial<Effort>,
): IntegrationState {
  return {
    ...state,
    efforts_included: state.efforts_included.map((effort) =>
      effort.name === name ? { ...effort, ...change } : effort,
    ),
  };
}

/** Gives the state with some efforts behind all others, both in the order they had. */
export function atTheEnd(state: IntegrationState, names: readonly EffortName[]): IntegrationState {
  const goesLast = ({ name }: Effort) => names.includes(name);
  const { efforts_included: all } = state;
  return {
    ...state,
    efforts_included: [...all.filter((effort) => !goesLast(effort)), ...all.filter(goesLast)],
  };
}

/** Gives the state with one conflict changed. */
export function withConflict(
  state: IntegrationState,
  id: ConflictId,
  change: (conflict: Conflict) => Conflict,
): IntegrationState {
  return {
    ...state,
    conflicts_detected: state.conflicts_detected.map((conflict) =>
      conflict.id === id ? change(conflict) : conflict,
    ),
  };
}

/** Gives the state with one gate run changed. */
export function withRun(state: IntegrationState, id: string, change: Partial<GateRun>): IntegrationState {
  return { ...state, gate_runs: state.gate_runs.map((run) => (run.id === id ? { ...run, ...change } : run)) };
}

/** Returns the state without a gate run that came to nothing. */
export function withoutRun(state: IntegrationState, id: string): IntegrationState {
  return { ...state, gate_runs: state.gate_runs.filter((run) => run.id !== id) };
}

/** Gives the state with one decision more. */
export function withDecision(
  state: IntegrationState,
  decision: { at: Instant; question: string; choice: string; by: DecidedBy; about: string },
): IntegrationState {
  return { ...state, decisions: [...state.decisions, decision satisfies Decision] };
}

/** What an effort is before anything was done with it: taken back or held, it keeps nothing of its merge. */
export const UNMERGED = {
  restore_point: null,
  merge_commit: null,
  conflicts: 0,
  resolution_status: 'NONE',
  merged_at: null,
  losses: [],
} as const satisfies Partial<Effort>;
