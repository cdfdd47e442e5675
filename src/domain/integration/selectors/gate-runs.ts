import type { GateRun } from '../../gate/gate.ts';
import type { GateName } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { participants } from './progress.ts';

/** Returns the names of the gates that this session runs. */
export function gateNames(state: IntegrationState): readonly GateName[] {
  return state.settings.gates.map((gate) => gate.name);
}

/**
 * Returns the newest run of a gate that judges what is on the integration branch now: a final run, or one after an effort that is still
 * in. Runs on the target, on options and to find a culprit do not count.
 */
export function newestRun(state: IntegrationState, gate: GateName): GateRun | null {
  const isIn = new Set(
    participants(state)
      .filter(isMergedHere)
      .map((effort) => effort.name),
  );
  const speaks = ({ subject }: GateRun) =>
    subject.kind === 'final' || (subject.kind === 'effort' && isIn.has(subject.effort));
  return state.gate_runs.findLast((run) => run.gate === gate && speaks(run)) ?? null;
}

/** Returns the newest run of a gate on the target as it was at the start. */
export function baselineRun(state: IntegrationState, gate: GateName): GateRun | null {
  return state.gate_runs.findLast((run) => run.gate === gate && run.subject.kind === 'baseline') ?? null;
}
