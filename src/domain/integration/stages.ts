/** A stage ends when nothing is left to do in it. */
import type { Instant } from '../shared/ids.ts';
import { finished } from './events/change.ts';
import { hold } from './events/holding.ts';
import { nothingToMerge } from './selectors/effort-status.ts';
import { effortSettled, gateProgress, isSurveyed } from './selectors/gating.ts';
import { guardSettled } from './selectors/guard/guarding.ts';
import { missingFor, nextEffort } from './selectors/next-effort.ts';
import { lossyEffort, participants } from './selectors/progress.ts';
import type { Effort, IntegrationState } from './state.ts';

/** Moves the state on to the stage it has reached. */
export function advanceStage(state: IntegrationState, at: Instant): IntegrationState {
  if (state.take_back_to !== null || state.integration_tip === null || lossyEffort(state) !== null)
    return state;
  if (state.stage === 'INTEGRATING') return afterIntegrating(state, at);
  return state.stage === 'VALIDATING' ? afterValidating(state, state.integration_tip) : state;
}

function afterIntegrating(state: IntegrationState, at: Instant): IntegrationState {
  const efforts = participants(state);
  if (nextEffort(state) !== null || !efforts.every((effort) => effortSettled(state, effort))) return state;
  const stranded = efforts.find((effort) => effort.status === 'PENDING');
  if (stranded !== undefined)
    return advanceStage(hold(state, stranded.name, 'PUT_ASIDE', strandedBecause(state, stranded)), at);
  // Where no gate is left to run, no further event will come: continue at once.
  if (efforts.some((effort) => effort.status === 'MERGED'))
    return advanceStage({ ...state, stage: 'VALIDATING' }, at);
  return efforts.length === 0
    ? finished(state, {
        outcome: 'NOTHING_TO_DO',
        because: nothingToMerge(state.efforts_included, state.target),
        at: at,
      })
    : finished(state, { outcome: 'FAILED', because: 'no effort could be integrated', at: at });
}

function afterValidating(
  state: IntegrationState,
  tip: NonNullable<IntegrationState['integration_tip']>,
): IntegrationState {
  const open = participants(state).some(
    (effort) => effort.status === 'PENDING' || effort.status === 'MERGING',
  );
  if (open) return { ...state, stage: 'INTEGRATING' };
  const green = gateProgress(state, { kind: 'final' }, tip).settled;
  return green && isSurveyed(state) && guardSettled(state) ? { ...state, stage: 'LANDING' } : state;
}

function strandedBecause(state: IntegrationState, effort: Effort): string {
  const needs = missingFor(state, effort);
  return `it depends on ${needs.join(', ')}, which ${needs.length === 1 ? 'is' : 'are'} not in`;
}
