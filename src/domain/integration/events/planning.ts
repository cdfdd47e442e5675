/** Events of the plan: before anything is touched. */

import type { Settings } from '../../config/settings.ts';
import type { EventOf } from '../event.ts';
import { findingsAfterPlan } from '../plan-facts/plan-finding.ts';
import { isInTarget } from '../selectors/effort-status.ts';
import type { IntegrationState } from '../state.ts';
import { finished, withEffort } from './change.ts';

/** The branches were read, and the plan is ready. Planning again keeps what the operator excluded. */
export function planMade(state: IntegrationState, event: EventOf<'plan_made'>): IntegrationState {
  const excluded = new Set(
    state.efforts_included.filter((effort) => effort.excluded).map((effort) => effort.name),
  );
  const efforts = event.efforts.map((effort) => ({
    ...effort,
    excluded: effort.excluded || excluded.has(effort.name),
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
  const because =
    efforts.length === 0 ? nothingFound(state.settings) : `everything is in ${event.target} already`;
  return finished(planned, { outcome: 'NOTHING_TO_DO', because: because, at: event.at });
}

/** Returns why no effort was found. */
export function nothingFound({ efforts: { patterns } }: Pick<Settings, 'efforts'>): string {
  return patterns.length === 0
    ? 'no branch is named to be integrated'
    : `no branch matches ${patterns.join(', ')}`;
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
