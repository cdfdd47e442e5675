import type { GateRun } from '../../gate/gate.ts';
import type { IntegrationState } from '../state.ts';
import { latestRun } from './gating.ts';

/** Checks whether a run that is not green says nothing about any effort. */
export function isBlameless(state: IntegrationState, run: GateRun): boolean {
  return isBlindEverywhere(state, run) || isWorkspaceToBlame(run);
}

/** Checks whether the gate has no verdict on the target either, for the same reason: then it proves nothing about any effort. */
export function isBlindEverywhere(state: IntegrationState, run: GateRun): boolean {
  const baseline = latestRun(state, run.gate, { kind: 'baseline' }, state.target_base);
  const isSame = baseline?.verdict === run.verdict && baseline.because === run.because;
  const hasNone = run.verdict === 'inconclusive' || (run.verdict === 'did_not_run' && run.tests === null);
  return isSame && hasNone;
}

/** Checks whether no gate could run because of what its workspace lacks. */
function isWorkspaceToBlame({ verdict, exit_code, clues }: GateRun): boolean {
  return verdict === 'did_not_run' && exit_code === null && clues.some(({ of }) => of === 'workspace');
}
