/**
 * This folder: what each kind of event makes of the state.
 *
 * Small edits of the state value, so that transitions read as what they mean.
 */

import type { Conflict } from '../../conflict/conflict.ts';
import type { GateRun } from '../../gate/gate.ts';
import type { ConflictId, EffortName, RunId } from '../../shared/ids.ts';
import type { Decision } from '../question-id.ts';

import type { Effort, EffortBasics, EffortProgress, Ending, IntegrationState } from '../state.ts';

/** Returns the state at its end, with nothing left to go back to or to ask. */
export function finished(state: IntegrationState, end: Ending): IntegrationState {
  return { ...state, stage: 'FINISHED', take_back_to: null, rollback_offer: null, end };
}

/** Returns the state with one effort changed in what it is whatever becomes of it. */
export function withEffort(
  state: IntegrationState,
  name: EffortName,
  change: Partial<EffortBasics>,
): IntegrationState {
  return mapEffort(state, name, (effort) => ({ ...effort, ...change }));
}

/** Returns the state with one effort elsewhere on its way: what the place before left is gone. */
export function withProgress(
  state: IntegrationState,
  name: EffortName,
  progress: EffortProgress,
): IntegrationState {
  return mapEffort(state, name, (effort) => ({ ...basicsOf(effort), ...progress }));
}

/** Returns the state with one effort as `change` makes it. */
export function mapEffort(
  state: IntegrationState,
  name: EffortName,
  change: (effort: Effort) => Effort,
): IntegrationState {
  return {
    ...state,
    efforts_included: state.efforts_included.map((effort) =>
      effort.name === name ? change(effort) : effort,
    ),
  };
}

/** Returns what an effort is, without where it is on its way. */
export function basicsOf(effort: EffortBasics): EffortBasics {
  const { name, branch, ref, tip, merge_base, dependencies, strategy, commits_chosen, commits, authors } =
    effort;
  const { subject, last_commit_at, size, excluded, conflicts, deferred, oversize_accepted, clashes_with } =
    effort;
  return {
    name,
    branch,
    ref,
    tip,
    merge_base,
    dependencies,
    strategy,
    commits_chosen,
    commits,
    authors,
    subject,
    last_commit_at,
    size,
    excluded,
    conflicts,
    deferred,
    oversize_accepted,
    clashes_with,
  };
}

/** Moves some efforts behind all others; both groups keep their order. */
export function atTheEnd(state: IntegrationState, names: readonly EffortName[]): IntegrationState {
  const goesLast = ({ name }: Effort) => names.includes(name);
  const { efforts_included: all } = state;
  return {
    ...state,
    efforts_included: [...all.filter((effort) => !goesLast(effort)), ...all.filter(goesLast)],
  };
}

/** Returns the state with one conflict changed. */
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

/** Returns the state with one gate run changed. */
export function withRun(state: IntegrationState, id: RunId, change: Partial<GateRun>): IntegrationState {
  return { ...state, gate_runs: state.gate_runs.map((run) => (run.id === id ? { ...run, ...change } : run)) };
}

/** Returns the state without a gate run that came to nothing. */
export function withoutRun(state: IntegrationState, id: RunId): IntegrationState {
  return { ...state, gate_runs: state.gate_runs.filter((run) => run.id !== id) };
}

/** More characters than these, over all gates, would make the checkpoint too large for its readers. */
const MOST_NAME_CHARACTERS = 2_000_000;

/** Returns the state with the names of the tests of a run on the target, in place of those of the gate's run before. */
export function withBaselineTests(
  state: IntegrationState,
  { id, gate }: GateRun,
  names: readonly string[] | null,
): IntegrationState {
  const others = (state.baseline_tests?.gates ?? []).filter((each) => each.gate !== gate);
  const all = names === null ? others : [...others, { gate, run: id, names }];
  const characters = all.flatMap((each) => each.names).reduce((sum, name) => sum + name.length, 0);
  const kept = characters > MOST_NAME_CHARACTERS ? others : all;
  return { ...state, baseline_tests: kept.length === 0 ? null : { gates: kept } };
}

/** Adds a decision to the state. */
export function withDecision(
  state: IntegrationState,
  {
    client = null,
    ...decision
  }: Omit<Decision, 'client'> & { readonly client?: Decision['client'] | undefined },
): IntegrationState {
  return { ...state, decisions: [...state.decisions, { ...decision, client }] };
}
