/** Events of the plan: before anything is touched. */

import type { EventOf } from '../event.ts';
import { isInTarget } from '../selectors/effort-status.ts';
import { isSaid } from '../selectors/findings.ts';
import type { Finding, IntegrationState } from '../state.ts';
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
    findings: [...state.findings, ...unreadable(state, event)],
  };
  const nothing = efforts.every(isInTarget);
  if (!nothing) return planned;
  const because = efforts.length === 0 ? nothingFound(state) : `everything is in ${event.target} already`;
  return finished(planned, { outcome: 'NOTHING_TO_DO', because: because, at: event.at });
}

/** Reports the branches whose names are not UTF-8: such a name cannot be passed to git or written down. */
function unreadable({ findings }: IntegrationState, event: EventOf<'plan_made'>): readonly Finding[] {
  const found = (event.unreadable ?? []).map(
    (subject): Finding => ({
      at: event.at,
      kind: 'branch_unreadable',
      subject,
      severity: 'MEDIUM',
      checkpoint_says: 'its name is not UTF-8, so it takes no part',
      git_says: 'give it another name to take part: git branch -m',
    }),
  );
  return found.filter((each) => !isSaid(findings, each));
}

function nothingFound({ settings }: IntegrationState): string {
  const { patterns } = settings.efforts;
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
