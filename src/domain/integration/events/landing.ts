/** Events of the end: landed, or held for someone else to land. Branches that moved meanwhile and did not land are reported. */
import type { EventOf } from '../event.ts';
import { branchDifference, isSaid } from '../selectors/findings.ts';
import type { Finding, IntegrationState } from '../state.ts';
import { finished } from './change.ts';

export function landed(state: IntegrationState, event: EventOf<'landed'>): IntegrationState {
  const { commit, at } = event;
  const because = `${state.target} is at the verified commit`;
  const findings = [...state.findings, ...movedBranches(state, event)];
  return finished({ ...state, findings }, { outcome: 'LANDED', commit, because, at });
}

export function landingHeld(state: IntegrationState, event: EventOf<'landing_held'>): IntegrationState {
  const { command, because, at } = event;
  const findings = [...state.findings, ...movedBranches(state, event)];
  return finished({ ...state, findings }, { outcome: 'HELD_FOR_REVIEW', command, because, at });
}

/** Finds the branches that changed after they were merged; each is reported once. */
function movedBranches(
  state: IntegrationState,
  { effort_tips = {}, at }: EventOf<'landed' | 'landing_held'>,
): readonly Finding[] {
  return state.efforts_included.flatMap((effort) => {
    if (effort.status !== 'MERGED') return [];
    const tip = effort_tips[effort.name];
    const difference = tip === undefined ? null : branchDifference(effort, tip);
    return difference === null || isSaid(state.findings, difference) ? [] : [{ ...difference, at }];
  });
}
