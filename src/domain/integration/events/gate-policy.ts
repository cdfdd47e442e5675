/** What follows from every event for the gates: which policy they go by, once that can be known, and which of their runs nobody needs any more. */
import { cancelled } from '../../shared/process.ts';
import type { ActionOf } from '../action.ts';
import { baselineKnown } from '../selectors/gating.ts';
import { isGroupWanted } from '../selectors/groups/final-search.ts';
import { choosePolicy } from '../selectors/groups/gate-policy.ts';
import type { IntegrationState } from '../state.ts';

/** Decides on the policy as soon as the target was measured, once and for all: what a later gate takes changes nothing. */
export function withGatePolicy(state: IntegrationState): IntegrationState {
  const { stage, gate_policy } = state;
  if (gate_policy !== null || (stage !== 'INTEGRATING' && stage !== 'VALIDATING') || !baselineKnown(state))
    return state;
  return { ...state, gate_policy: choosePolicy(state).policy };
}

/** Checks whether a gate would change nothing any more: on a group, or as a guard of what does not land. */
function isUnwanted(state: IntegrationState, { gate, subject }: ActionOf<'run_gate'>): boolean {
  if (subject.kind === 'guard') return state.take_back_to !== null || subject.on !== state.integration_tip;
  return subject.kind === 'group' && !isGroupWanted(state, gate, subject.efforts);
}

/** Cancels runs that would change nothing any more. */
export function withoutIdleGates(state: IntegrationState): IntegrationState {
  const isIdle = ({ action, cancelled: isEnding }: IntegrationState['in_flight'][number]) =>
    !isEnding && action.type === 'run_gate' && isUnwanted(state, action);
  return state.in_flight.some(isIdle) ? { ...state, in_flight: cancelled(state.in_flight, isIdle) } : state;
}
