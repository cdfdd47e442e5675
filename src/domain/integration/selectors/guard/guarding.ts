/**
 * This folder: the final tree once more, with the target's version of the test files that efforts change, and what that says.
 *
 * Which gates run so, and when.
 */
import type { ChangedTest } from '../../../code/test-paths.ts';
import type { GateSettings } from '../../../config/settings.ts';
import { type GateRun, type GateSubject, isUncounted } from '../../../gate/gate.ts';
import type { EffortName } from '../../../shared/ids.ts';
import type { IntegrationState } from '../../state.ts';
import { gateProgress, gatesOf, isSurveyed, latestRun } from '../gating.ts';
import { gateDurations, suiteMs } from '../groups/suite-time.ts';

/** Returns the test files that are laid over the result; none: nobody changes one that the target has, or it is not known yet, or it is off. */
export function guardedTests(state: IntegrationState): readonly ChangedTest<EffortName>[] {
  return state.settings.gating.guard && isSurveyed(state) ? (state.survey?.changed_tests ?? []) : [];
}

/** A gate of the guard run, with its run there; null: it has not begun. */
export interface Guarding {
  readonly gate: GateSettings;
  readonly subject: Extract<GateSubject, { readonly kind: 'guard' }>;
  readonly run: GateRun | null;
}

/** Returns the gates of the guard run: the required ones whose output tells tests, or all required ones where none does. */
export function guarding(state: IntegrationState): readonly Guarding[] {
  const { integration_tip: on } = state;
  if (on === null || guardedTests(state).length === 0) return [];
  const subject = { kind: 'guard', on } as const;
  const required = gatesOf(state, subject).filter((gate) => gate.required);
  const counting = required.filter(({ name }) => {
    const final = latestRun(state, name, { kind: 'final' }, on);
    return final !== null && !isUncounted(final);
  });
  return (counting.length > 0 ? counting : required).map((gate) => ({
    gate,
    subject,
    run: latestRun(state, gate.name, subject, null),
  }));
}

/** Returns the gates of the guard run that may start: each once, after all gates are green on the tree itself. */
export function guardRuns(state: IntegrationState): readonly Guarding[] {
  const { stage, integration_tip: tip } = state;
  if (stage !== 'VALIDATING' || tip === null || !gateProgress(state, { kind: 'final' }, tip).settled)
    return [];
  return guarding(state).filter(({ run }) => run === null);
}

/** Checks whether landing waits for no guard run. */
export function guardSettled(state: IntegrationState): boolean {
  return guarding(state).every(({ run }) => run?.status === 'FINISHED');
}

/** Returns how long the guard run takes, in milliseconds; null: not known. */
export function guardMs(state: IntegrationState): number | null {
  const gates = guarding(state).map(({ gate }) => gate);
  return suiteMs(state, gates, gateDurations(state));
}
