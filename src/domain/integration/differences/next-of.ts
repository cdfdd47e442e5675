import type { Action } from '../action.ts';
import { nextActions } from '../next-actions.ts';
import type { IntegrationState } from '../state.ts';

/** Gives what the session does next, once it is let go on. */
export function nextOf(state: IntegrationState): readonly Action[] {
  return nextActions({ ...state, in_flight: [], trouble: null, paused: false, resume_offer: null });
}
