/**
 * Determines which gates are still to run, and how those that ran came out. Everything is derived from the recorded runs; nothing is
 * stored twice.
 */

import type { GateSettings } from '../../config/settings.ts';
import { type GateRun, type GateSubject, isGreen, sameSubject } from '../../gate/gate.ts';
import { type BaselineTests, type Missing, missingFrom } from '../../gate/missing.ts';
import { isBenchmark } from '../../gate/purpose.ts';
import { gatesFor } from '../../gate/select.ts';
import { oneMoreDecides } from '../../gate/slowdown.ts';
import type { Sha } from '../../shared/ids.ts';
import type { ScheduledState } from '../../shared/scheduling/schedule.ts';
import { startableNames } from '../../shared/scheduling/start-beside.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { measuredDurations } from './measured-durations.ts';

/** Returns the gates that judge a subject in this session; none judges each effort where everything is judged together. */
export function gatesOf(state: IntegrationState, subject: GateSubject): readonly GateSettings[] {
  const isEach = state.gate_policy === null || state.gate_policy === 'each';
  return subject.kind === 'effort' && !isEach ? [] : gatesFor(state.settings, subject);
}

/** Returns the newest run of a gate on a subject; with a commit, only runs on exactly that commit count. */
export function latestRun(
  state: IntegrationState,
  gate: string,
  subject: GateSubject,
  commit: Sha | null,
): GateRun | null {
  return (
    state.gate_runs.findLast(
      (run) =>
        run.gate === gate && sameSubject(run.subject, subject) && (commit === null || run.commit === commit),
    ) ?? null
  );
}

/** Returns the names of a gate's tests on the target as it is now; null: they are not known. */
export function baselineTestsOf(state: IntegrationState, gate: string): BaselineTests | null {
  const baseline = latestRun(state, gate, { kind: 'baseline' }, state.target_base);
  return state.baseline_tests?.gates.find(({ run }) => run === baseline?.id) ?? null;
}

/** What is known by name of a run that takes over an earlier verdict. */
export interface NamedTests {
  readonly names: readonly string[] | null;
  readonly missing: Missing | null;
}

/**
 * Returns what is known by name of a run that takes over the verdict of an earlier one on the same tree; null: the names were known and
 * were not kept, so the gate has to run.
 */
export function namedOnReuse(state: IntegrationState, run: GateRun, same: GateRun): NamedTests | null {
  const kept = state.baseline_tests?.gates.find((each) => each.run === same.id) ?? null;
  if (run.subject.kind === 'baseline') {
    return kept === null && same.missing !== null ? null : { names: kept?.names ?? null, missing: null };
  }
  const baseline = baselineTestsOf(state, run.gate);
  if (baseline === null) return { names: null, missing: null };
  if (kept !== null) {
    const missing = missingFrom(baseline, kept.names);
    // Whether a change took them out of the tree is known to a run alone.
    return missing.count === 0 ? { names: null, missing } : null;
  }
  return same.missing?.baseline === baseline.run ? { names: null, missing: same.missing } : null;
}

export interface GateProgress {
  /** Gates that may start now, with the number of the attempt. */
  readonly to_run: readonly { readonly gate: GateSettings; readonly attempt: number }[];
  readonly running: readonly GateRun[];
  /** Finished, not green, no retries left or the gate meddled: the operator decides. Gates that are not required never appear here. */
  readonly red: readonly GateRun[];
  /** Whether every gate has finished and every required one is green. */
  readonly settled: boolean;
}

/** Determines how far the gates of a subject at a commit are. */
export function gateProgress(state: IntegrationState, subject: GateSubject, commit: Sha): GateProgress {
  const to_run: { gate: GateSettings; attempt: number }[] = [];
  const running: GateRun[] = [];
  const red: GateRun[] = [];
  const gates = gatesOf(state, subject);
  for (const gate of gates) {
    const run = latestRun(state, gate.name, subject, commit);
    if (run === null) to_run.push({ gate, attempt: 1 });
    else if (run.status === 'RUNNING') running.push(run);
    else if (isGreen(run) && !run.retried) {
      if (subject.kind === 'final' && isToBeMeasured(state, gate))
        to_run.push({ gate, attempt: run.attempt + 1 });
    } else if (!run.meddled && (run.attempt <= gate.retries || run.retried))
      to_run.push({ gate, attempt: run.attempt + 1 });
    else if (gate.required) red.push(run);
  }
  const stateOf = ({ name }: GateSettings): ScheduledState => {
    if (to_run.some(({ gate }) => gate.name === name)) return 'PENDING';
    if (running.some((run) => run.gate === name)) return 'RUNNING';
    return red.some((run) => run.gate === name) ? 'FAILED' : 'SUCCEEDED';
  };
  // What is red on the target is measured, and nobody is asked about it.
  const on_failure = subject.kind === 'baseline' ? 'continue' : 'skip_dependents';
  const mayStart = startableNames(gates, stateOf, on_failure);
  return {
    to_run: to_run.filter(({ gate }) => mayStart.has(gate.name)),
    running,
    red,
    settled: to_run.length + running.length + red.length === 0,
  };
}

/** Checks whether a benchmark looks slower by a single measurement: it is no evidence, so it runs once more. */
function isToBeMeasured(state: IntegrationState, gate: GateSettings): boolean {
  return isBenchmark(gate) && oneMoreDecides(measuredDurations(state, gate));
}

/** Checks whether nothing waits for the gates of an effort: it is not merged, or all of its required gates are green. */
export function effortSettled(state: IntegrationState, effort: Effort): boolean {
  if (!isMergedHere(effort)) return true;
  return gateProgress(state, { kind: 'effort', effort: effort.name }, effort.merge_commit).settled;
}

/** Checks whether the code of the very commit that would land was looked at. */
export function isSurveyed({ survey, integration_tip }: IntegrationState): boolean {
  return survey !== null && survey.commit === integration_tip;
}

/** Checks whether the target was measured, so that new failures can be told from earlier ones. */
export function baselineKnown(state: IntegrationState): boolean {
  if (!state.settings.baseline || state.target_base === null) return true;
  const { to_run, running } = gateProgress(state, { kind: 'baseline' }, state.target_base);
  return to_run.length === 0 && running.length === 0;
}

/** Returns the red run that the operator must answer now: after the effort just merged, or on the final tree. */
export function redRun(state: IntegrationState): GateRun | null {
  if (state.take_back_to !== null) return null;
  if (state.stage === 'VALIDATING' && state.integration_tip !== null) {
    return gateProgress(state, { kind: 'final' }, state.integration_tip).red[0] ?? null;
  }
  if (state.stage !== 'INTEGRATING') return null;
  for (const effort of state.efforts_included) {
    if (!isMergedHere(effort)) continue;
    const red = gateProgress(state, { kind: 'effort', effort: effort.name }, effort.merge_commit).red[0];
    if (red !== undefined) return red;
  }
  return null;
}

/** Returns the final run that would excuse any failure, because its gate fails on the target too and names no test; null: there is none. */
export function unprovenRun(state: IntegrationState): GateRun | null {
  const runs = gatesOf(state, { kind: 'final' }).flatMap((gate) => {
    const run = latestRun(state, gate.name, { kind: 'final' }, state.integration_tip);
    return gate.required && run !== null ? [run] : [];
  });
  return (
    runs.find((run) => run.verdict === 'pre_existing' && run.tests === null && run.accepted === null) ?? null
  );
}
