/** The one function that changes the state. Events come in families; each family's file implements what its events mean. */

import { foldProcess, isProcessEvent, type ProcessHappened, type Stamped } from '../shared/process.ts';
import type { Action } from './action.ts';
import type { Event, EventOf } from './event.ts';
import { finished, withDecision, withoutRun } from './events/change.ts';
import { withGatePolicy, withoutIdleGates } from './events/gate-policy.ts';
import { hold } from './events/holding.ts';
import { includeAgain } from './events/including-again.ts';
import { landed, landingHeld } from './events/landing.ts';
import { letterOpened } from './events/letter-opened.ts';
import {
  effortMerged,
  effortMergeFailed,
  integrationBranchCreated,
  integrationTakenBack,
  targetMoved,
} from './events/merging.ts';
import { effortExcluded, effortsReordered, planMade } from './events/planning.ts';
import {
  conflictClassified,
  conflictFound,
  editAccepted,
  editPrepared,
  editRefused,
} from './events/resolving.ts';
import * as resuming from './events/resuming.ts';
import { gateFinished, gateProgressed, gateStarted } from './events/validating.ts';
import { answerQuestion, withHighlight } from './open-question.ts';
import type { Decision } from './question-id.ts';
import { advanceStage } from './stages.ts';
import type { IntegrationState } from './state.ts';

/** Returns the state after an event. Applies the event, removes the action it reports on from those in flight, and advances the stage. */
export function transition(state: IntegrationState, event: Event): IntegrationState {
  const folded = foldProcess<Action, IntegrationState>(state, event);
  const next = isProcessEvent<Action, Event>(event)
    ? gatesAfter(folded, event, state)
    : meaning(folded, event);
  return withoutIdleGates(advanceStage(withGatePolicy(next), event.at));
}

/** Returns the state with the gate runs that a start, a failure or an interruption makes or ends. */
function gatesAfter(
  state: IntegrationState,
  event: Stamped<ProcessHappened<Action>>,
  before: IntegrationState,
): IntegrationState {
  switch (event.type) {
    case 'action_started':
      return event.action.type === 'run_gate' ? gateStarted(state, event.action, event.at) : state;
    case 'action_failed':
    case 'action_cancelled': {
      const ended = before.in_flight.find(({ key }) => key === event.key)?.action;
      return ended?.type === 'run_gate' ? withoutRun(state, ended.run) : state;
    }
    case 'actions_interrupted':
      return resuming.actionsInterrupted(state, event);
    case 'cancel_requested':
    case 'time_came':
    case 'retry_requested':
    case 'paused':
    case 'went_on':
      return state;
  }
}

function meaning(
  state: IntegrationState,
  event: Exclude<Event, Stamped<ProcessHappened<Action>>>,
): IntegrationState {
  switch (event.type) {
    case 'plan_made':
      return planMade(state, event);
    case 'efforts_reordered':
      return effortsReordered(state, event);
    case 'effort_excluded':
      return effortExcluded(state, event);
    case 'plan_requested':
      return { ...state, stage: 'PLANNING' };
    case 'integration_branch_created':
      return integrationBranchCreated(state, event);
    case 'effort_merged':
      return effortMerged(state, event);
    case 'effort_merge_failed':
      return effortMergeFailed(state, event);
    case 'conflict_found':
      return conflictFound(state, event);
    case 'conflict_classified':
      return conflictClassified(state, event);
    case 'highlight_moved':
      return { ...state, highlighted: withHighlight(state, event) };
    case 'scope_changed':
      return { ...state, scope: event.scope };
    case 'choice_made':
      return answerQuestion(state, event);
    case 'edit_done':
      return state.editing === null
        ? state
        : { ...state, editing: { ...state.editing, done: true, refused: null } };
    case 'edit_prepared':
      return editPrepared(state, event);
    case 'edit_refused':
      return editRefused(state, event);
    case 'edit_accepted':
      return editAccepted(state, event);
    case 'trial_requested': {
      const { conflict, hunk, option } = event;
      return { ...state, trials: [...state.trials, { conflict, hunk, option }] };
    }
    case 'proof_requested':
      return { ...state, proofs: [...state.proofs.filter((name) => name !== event.effort), event.effort] };
    case 'gate_progressed':
      return gateProgressed(state, event);
    case 'gate_set_up':
    case 'pairs_flagged':
      return state;
    case 'gate_finished':
      return gateFinished(state, event);
    case 'result_surveyed':
      return { ...state, survey: event.survey };
    case 'integration_taken_back':
      return integrationTakenBack(state, event);
    case 'landed':
      return landed(state, event);
    case 'landing_held':
      return landingHeld(state, event);
    case 'landing_refused':
      return finished(state, { outcome: 'FAILED', because: event.because, at: event.at });
    case 'landing_declined':
      return {
        ...state,
        settings: { ...state.settings, landing: { ...state.settings.landing, mode: 'none' } },
      };
    case 'rollback_asked':
      return { ...state, rollback_offer: { to: event.to, before: event.before } };
    case 'effort_held': {
      const { effort, because } = event;
      const next = hold(state, effort, 'PUT_ASIDE', because);
      return withDecision(next, unasked('hold_effort', event));
    }
    case 'effort_included_again': {
      const next = includeAgain(state, event.effort);
      return withDecision(next, unasked('include_again', event));
    }
    case 'session_superseded':
      // One that came to its end while it was resumed keeps that end, and with it the commit that landed.
      if (state.end !== null) return state;
      return finished(state, { outcome: 'SUPERSEDED', because: `superseded by ${event.by}`, at: event.at });
    case 'resume_offered':
      return resuming.resumeOffered(state, event);
    case 'letter_opened':
      return letterOpened(state, event);
    case 'difference_found':
      return resuming.differenceFound(state, event);
    case 'effort_merged_outside':
      return resuming.effortMergedOutside(state, event);
    case 'efforts_taken_back_outside':
      return resuming.effortsTakenBackOutside(state, event);
    case 'integration_moved_outside':
      return resuming.integrationMovedOutside(state, event);
    case 'integration_branch_gone':
      return resuming.integrationBranchGone(state);
    case 'target_moved':
      return targetMoved(state, event);
  }
}

/** Returns the decision of an operator about an effort that no question was put about. */
function unasked(
  choice: string,
  { effort, at, client }: EventOf<'effort_held' | 'effort_included_again'>,
): Decision {
  return {
    at,
    question: effort,
    kind: null,
    conflict: null,
    choice,
    by: 'operator',
    client: client ?? null,
    about: effort,
  };
}
