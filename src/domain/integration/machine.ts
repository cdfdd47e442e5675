import type { Machine } from '../shared/machine.ts';
import type { Waiting } from '../shared/waiting.ts';
import { type Action, actionKey } from './action.ts';
import { maySettleLater, savePoint } from './checkpoint/durability.ts';
import type { Command } from './command.ts';
import { decide } from './decide.ts';
import { type Happened, isPassing } from './event.ts';
import type { Facts } from './facts.ts';
import { type NewSession, newSession } from './new-session.ts';
import { nextActions } from './next-actions.ts';
import { openQuestion } from './open-question.ts';
import { reconcile } from './reconcile.ts';
import type { IntegrationState } from './state.ts';
import { transition } from './transition.ts';

/** The integration as a machine: what `engine/drive` runs. */
export const integrationMachine: Machine<IntegrationState, Happened, Action, Command, Facts, NewSession> = {
  first: newSession,
  decide,
  transition,
  nextActions,
  reconcile,
  isPassing,
  maySettleLater,
  savePoint,
  actionKey,
  waitingFor,
};

/** Returns what it waits for: an answer, the end of a pause, or nothing any more; empty while something runs or may start. */
function waitingFor(state: IntegrationState): readonly Waiting[] {
  if (state.in_flight.length > 0) return [];
  const question = openQuestion(state);
  if (question !== null) return [{ kind: 'decision', question: question.title }];
  if (state.stage === 'FINISHED') return [{ kind: 'finished' }];
  return state.paused ? [{ kind: 'pause' }] : [];
}
