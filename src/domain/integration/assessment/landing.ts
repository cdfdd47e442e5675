/** Whether and how landing is asked about: what the facts add to what the settings say. */
import type { IntegrationState } from '../state.ts';
import { factsThat } from './assess.ts';

/** Returns what a person has to accept before the target moves, one sentence each. */
export function landingDoubts(state: IntegrationState): readonly string[] {
  return factsThat(state, 'asks').map(({ because }) => because);
}

/** Checks whether to ask before the target moves. The setting `fast_forward` speaks only for what nobody has to be asked about. */
export function landingIsAsked(state: IntegrationState): boolean {
  const { mode } = state.settings.landing;
  if (state.landing_choice !== null) return false;
  return mode === 'auto' || (mode === 'fast_forward' && factsThat(state, 'asks').length > 0);
}
