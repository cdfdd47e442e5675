import { type Action, actionKey } from './action.ts';
import { gateActions } from './actions/gate-actions.ts';
import { mergeActions } from './actions/merge-actions.ts';
import { openQuestion } from './open-question.ts';
import type { QuestionKind } from './question-id.ts';
import { startRefusal } from './rules.ts';
import type { IntegrationState } from './state.ts';

/** Questions before whose answer nothing starts. */
const HOLDS_EVERYTHING: readonly QuestionKind[] = [
  'letter',
  'trouble',
  'resume',
  'roll_back',
  'foreign_commits',
  'gate_cut_off',
];

/** Returns every action that may start now. Merges run one after the other; gates run beside them, up to `max_concurrency`. */
export function nextActions(state: IntegrationState): readonly Action[] {
  if (state.stage === 'FINISHED' || state.paused) return [];
  const waits = openQuestion(state)?.kind;
  if (waits !== undefined && HOLDS_EVERYTHING.includes(waits)) return [];
  const running = (key: string) => state.in_flight.some((started) => started.key === key);
  if (state.take_back_to !== null) {
    // What runs now was started on a branch that is about to move: let it finish first.
    const action: Action = { type: 'take_back', to: state.take_back_to.commit };
    return state.in_flight.length === 0 ? [action] : [];
  }
  return [...mergeActions(state), ...gateActions(state)].filter(
    (action) => !running(actionKey(action)) && startRefusal(state, action) === null,
  );
}
