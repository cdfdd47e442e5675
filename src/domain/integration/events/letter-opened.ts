import { withPlacesOf } from '../../config/foreign-settings.ts';
import { sameSettings } from '../../config/same-settings.ts';
import type { EventOf } from '../event.ts';
import { standsOn } from '../selectors/dependents.ts';
import type { IntegrationState } from '../state.ts';

/**
 * Takes efforts, decisions and tips from what another machine saved. The settings are this machine's, and so is every verdict: what gates
 * said elsewhere, what was in progress and where somebody's files are does not count here.
 */
export function letterOpened(
  state: IntegrationState,
  { host, settings, unknown }: EventOf<'letter_opened'>,
): IntegrationState {
  const isAgreed = unknown.length === 0 && sameSettings(withPlacesOf(settings, state.settings), settings);
  const isJudged = state.stage === 'VALIDATING' || state.stage === 'LANDING';
  return {
    ...state,
    settings,
    letter: isAgreed ? null : { host, settings: withPlacesOf(settings, state.settings), unknown },
    stage: isJudged ? 'INTEGRATING' : state.stage,
    end: state.end?.outcome === 'HELD_FOR_REVIEW' ? { ...state.end, command: null } : state.end,
    landing_choice: null,
    gate_runs: [],
    gate_policy: null,
    judged_before: { efforts: 0, red: 0 },
    baseline_tests: null,
    survey: null,
    restore_points: state.restore_points.filter(({ commit }) => standsOn(state, commit)),
    in_flight: [],
    trouble: null,
    editing: null,
    highlighted: [],
    trials: [],
    proofs: [],
    resume_offer: null,
    rollback_offer: null,
  };
}
