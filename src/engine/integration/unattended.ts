import { decide, unattendedChoice } from '../../domain/integration/decide.ts';
import type { Event } from '../../domain/integration/event.ts';
import { openQuestion } from '../../domain/integration/open-question.ts';
import { faultRuns } from '../../domain/integration/selectors/blame.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';

/**
 * Answers without a person. Whoever ran the command asked for starting and landing; other decisions are taken as recommended, or left
 * open. A red gate waits until nothing that runs, or may still run, can add to what is known about it.
 */
export function unattended(
  state: IntegrationState,
  answers: 'recommended' | 'nobody',
  at: Event['at'],
): Event | null {
  const kind = openQuestion(state)?.kind;
  if (answers === 'nobody' && kind !== 'start' && kind !== 'land') return null;
  if (kind === 'red_gate' && (state.in_flight.length > 0 || faultRuns(state).length > 0)) return null;
  const choice = unattendedChoice(state);
  if (choice === null) return null;
  const decided = decide(state, { type: 'choose_named', ...choice }, at, null, 'headless');
  return 'refused' in decided ? null : decided;
}
