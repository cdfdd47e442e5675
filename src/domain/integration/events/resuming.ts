/** Events of a resumed session: what was interrupted, and what changed outside meanwhile. */
import { sameSettings } from '../../config/same-settings.ts';
import type { GateSettings } from '../../config/settings.ts';
import type { EventOf } from '../event.ts';
import { withCutOff } from '../selectors/cut-off-gates.ts';
import { isAwaited } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { withProgress } from './change.ts';
import { mergingAgain, pending, withoutOldPoints } from './holding.ts';

/** Nothing is in flight any more: interrupted actions are offered again, and gates run from their start. Who asked for that, knows why. */
export function actionsInterrupted(
  state: IntegrationState,
  { asked }: EventOf<'actions_interrupted'>,
): IntegrationState {
  const running = state.gate_runs.filter((run) => run.status === 'RUNNING');
  return {
    ...state,
    gate_runs: state.gate_runs.filter((run) => run.status !== 'RUNNING'),
    gates_cut_off: asked === true ? state.gates_cut_off : withCutOff(state.gates_cut_off, running),
  };
}

/** Events of older versions have no `gates_now`. */
export function resumeOffered(
  state: IntegrationState,
  { last_sign_of_life, gates_now, hindrance }: EventOf<'resume_offered'>,
): IntegrationState {
  const survey =
    state.survey === null || hindrance === undefined ? state.survey : { ...state.survey, hindrance };
  return { ...state, survey, resume_offer: { last_sign_of_life, gates_now: gates_now ?? null } };
}

/** Adopts other gates, which then judge everything that is in. Runs of gates that stay the same still count. */
export function gatesTakenOver(state: IntegrationState, gates: readonly GateSettings[]): IntegrationState {
  const gateIn = (all: readonly GateSettings[], name: string) => all.find((gate) => gate.name === name);
  const stays = (name: string) => sameSettings(gateIn(gates, name), gateIn(state.settings.gates, name));
  const judged = state.stage === 'VALIDATING' || state.stage === 'LANDING';
  return {
    ...state,
    settings: { ...state.settings, gates },
    gate_runs: state.gate_runs.filter((run) => stays(run.gate)),
    baseline_tests: state.baseline_tests && {
      gates: state.baseline_tests.gates.filter(({ gate }) => stays(gate)),
    },
    stage: judged ? 'INTEGRATING' : state.stage,
    landing_choice: null,
  };
}

export function differenceFound(
  state: IntegrationState,
  { finding }: EventOf<'difference_found'>,
): IntegrationState {
  return { ...state, findings: [...state.findings, finding] };
}

/** Someone merged an effort themselves: it is in, and not merged again. */
export function effortMergedOutside(
  state: IntegrationState,
  event: EventOf<'effort_merged_outside'>,
): IntegrationState {
  const { effort, commit, into, at } = event;
  // This was found while merging the effort, which was held meanwhile.
  if (event.of !== undefined && !isAwaited(state, effort)) return state;
  const settled = mergingAgain(pending(state, effort));
  if (into === 'target')
    return withProgress(settled, effort, {
      status: 'MERGED',
      already_in: event.reverted ? 'reverted' : 'ancestor',
      merged_at: at,
    });
  const next = withProgress(settled, effort, {
    status: 'MERGED',
    already_in: null,
    merge_commit: commit,
    restore_point: state.integration_tip ?? commit,
    merged_at: at,
    commits_left_out: [],
    losses: [],
  });
  return { ...next, integration_tip: commit };
}

/** Someone took merges back themselves: those efforts wait again. */
export function effortsTakenBackOutside(
  state: IntegrationState,
  event: EventOf<'efforts_taken_back_outside'>,
): IntegrationState {
  let next: IntegrationState = mergingAgain({ ...state, integration_tip: event.tip });
  for (const effort of event.efforts) next = pending(next, effort);
  next = withoutOldPoints(next);
  return state.stage === 'VALIDATING' || state.stage === 'LANDING'
    ? { ...next, stage: 'INTEGRATING', landing_choice: null }
    : next;
}

/** Someone committed on the integration branch. Commits on top of ours are asked about; otherwise theirs are saved and ours are put back. */
export function integrationMovedOutside(
  state: IntegrationState,
  event: EventOf<'integration_moved_outside'>,
): IntegrationState {
  if (event.keeps_ours) {
    const stage = state.stage === 'LANDING' ? 'VALIDATING' : state.stage;
    const { foreign: commits = [] } = event;
    const onto = state.foreign?.onto ?? state.integration_tip;
    const foreign = onto === null || commits.length === 0 ? state.foreign : { onto, commits };
    return mergingAgain({ ...state, stage, integration_tip: event.tip, landing_choice: null, foreign });
  }
  return putBack(state, 'the integration branch was moved elsewhere');
}

export function integrationBranchGone(state: IntegrationState): IntegrationState {
  return putBack(state, 'the integration branch was deleted');
}

function putBack(state: IntegrationState, why: string): IntegrationState {
  if (state.integration_tip === null) return state;
  return { ...state, take_back_to: { commit: state.integration_tip, why, then: 'integrate' } };
}
