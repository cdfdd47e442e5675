import type { Machine, Waiting } from '../shared/machine.ts';
import { type Action, actionKey } from './action.ts';
import type { Event } from './event.ts';
import type { Facts } from './facts.ts';
import { nextActions } from './next-actions.ts';
import { openQuestion } from './open-question.ts';
import { reconcile } from './reconcile.ts';
import type { IntegrationState } from './state.ts';
import { transition } from './transition.ts';

/** The integration as a machine: what `engine/drive` runs. */
export const integrationMachine: Machine<IntegrationState, Event, Action, Facts> = {
  transition,
  nextActions,
  reconcile,
  actionKey,
  waitingFor,
};

/** Gives why nothing happens: finished, paused, or a question; null while something runs or may start. */
function waitingFor(state: IntegrationState): Waiting | null {
  if (state.in_flight.length > 0) return null;
  const question = openQuestion(state);
  if (question !== null && (state.stage !== 'FINISHED' || question.kind === 'roll_back')) {
    return { kind: 'decision', question: question.title };
  }
  if (state.stage === 'FINISHED') return { kind: 'finished' };
  return state.paused ? { kind: 'pause' } : null;
}
