import type { EffortName, GateName } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { latestRun } from './gating.ts';
import { participants } from './progress.ts';

/** The effort with which a gate that runs only at the end turned red, found by bisecting the merges in their order. */
export type FinalCulprit =
  | { readonly kind: 'run'; readonly gate: GateName; readonly effort: EffortName }
  | { readonly kind: 'known'; readonly gate: GateName; readonly effort: EffortName };

/** Returns the next merge to test, or the culprit; null when the final gates are not red or bisecting reveals nothing. */
export function finalCulprit(state: IntegrationState): FinalCulprit | null {
  if (state.stage !== 'VALIDATING' || state.integration_tip === null) return null;
  const red = state.gate_runs.findLast(
    (run) =>
      run.subject.kind === 'final' &&
      run.commit === state.integration_tip &&
      run.verdict === 'failed' &&
      !run.accepted,
  );
  if (red === undefined) return null;
  const merged = participants(state).filter(isMergedHere);
  // The tree before the first merge is green (otherwise the failure would be pre-existing), the one after the last is red.
  let green = -1;
  let firstRed = merged.length - 1;
  while (firstRed - green > 1) {
    const middle = Math.floor((green + firstRed) / 2);
    const effort = merged[middle];
    if (effort === undefined) return null;
    const run = latestRun(state, red.gate, { kind: 'effort', effort: effort.name }, effort.merge_commit);
    if (run === null) return { kind: 'run', gate: red.gate, effort: effort.name };
    if (run.verdict === 'failed') firstRed = middle;
    else if (run.verdict === 'passed' || run.verdict === 'pre_existing') green = middle;
    else return null;
  }
  const culprit = merged[firstRed];
  return culprit === undefined ? null : { kind: 'known', gate: red.gate, effort: culprit.name };
}
