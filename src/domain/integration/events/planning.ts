/** Events of the plan: before anything is touched. */

import type { EventOf } from '../event.ts';
import { findingsAfterPlan } from '../plan-facts/plan-finding.ts';
import { isInTarget, nothingFound, nothingToMerge } from '../selectors/effort-status.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { finished, withEffort } from './change.ts';

/** The branches were read, and the plan is ready. Planning again keeps what the operator excluded or included. */
export function planMade(state: IntegrationState, event: EventOf<'plan_made'>): IntegrationState {
  const efforts = event.efforts.map((effort) => ({
    ...effort,
    excluded: operatorsChoice(state, effort) ?? effort.excluded,
  }));
  const planned: IntegrationState = {
    ...state,
    stage: 'READY',
    target: event.target,
    target_base: event.target_base,
    efforts_included: efforts,
    forecast: event.forecast,
    findings: findingsAfterPlan(state.findings, event.findings ?? [], event.at),
  };
  const nothing = efforts.every(isInTarget);
  if (!nothing) return planned;
  const because = efforts.length === 0 ? nothingFound(state.settings) : nothingToMerge(efforts, event.target);
  return finished(planned, { outcome: 'NOTHING_TO_DO', because, at: event.at });
}

/** Returns whether the operator excluded an effort, where that is not what the plan before this one did; null: it is. */
function operatorsChoice({ efforts_included, findings }: IntegrationState, { name }: Effort): boolean | null {
  const before = efforts_included.find((effort) => effort.name === name);
  const by_plan = findings.some(({ kind, subject }) => kind === 'base_reverted' && subject === name);
  return before === undefined || before.excluded === by_plan ? null : before.excluded;
}

export function effortsReordered(
  state: IntegrationState,
  { order }: EventOf<'efforts_reordered'>,
): IntegrationState {
  const place = new Map(order.map((name, index) => [name, index]));
  const efforts_included = state.efforts_included.toSorted(
    (a, b) => (place.get(a.name) ?? 0) - (place.get(b.name) ?? 0),
  );
  return { ...state, efforts_included };
}

export function effortExcluded(
  state: IntegrationState,
  { effort, excluded }: EventOf<'effort_excluded'>,
): IntegrationState {
  return withEffort(state, effort, { excluded });
}
