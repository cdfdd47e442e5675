/**
 * What has to be on the disk, and when. A kill loses nothing that was written; only where the power fails does it matter what the disk has.
 * So an action that touches the world by refs alone, before each of which the journal is brought to the disk, need not wait for it earlier.
 */
import type { SavePoint } from '../../shared/machine.ts';
import type { Action } from '../action.ts';
import type { Event } from '../event.ts';
import { openQuestion } from '../open-question.ts';
import type { IntegrationState } from '../state.ts';

/** Done again after a power cut, they come to the same end. What a gate said, and what a person wrote, does not come again. */
const BY_REFS_ALONE: Readonly<Record<Action['type'], boolean>> = {
  make_plan: true,
  create_integration_branch: true,
  merge_effort: true,
  inspect_conflict: true,
  resolve_conflict: true,
  survey_result: true,
  take_back: true,
  prepare_edit: false,
  accept_edit: false,
  run_gate: false,
  land: false,
};

/** Checks whether an event may reach the disk with the next one that may not: the start or the outcome of an action by refs alone. */
export function maySettleLater({ in_flight }: IntegrationState, event: Event): boolean {
  const action =
    event.type === 'action_started' ? event.action : in_flight.find(({ key }) => key === event.of)?.action;
  return action !== undefined && BY_REFS_ALONE[action.type];
}

/**
 * Says how urgent a checkpoint is: at once at each question, decision and conflict and at the end, soon after each effort and gate.
 * @see the specification, "When to Save State"
 */
export function savePoint(before: IntegrationState, after: IntegrationState): SavePoint {
  const isOther = (fields: readonly (keyof IntegrationState)[]) =>
    fields.some((field) => before[field] !== after[field]);
  const question = openQuestion(after);
  if (question !== null && question.id !== openQuestion(before)?.id) return 'now';
  if (isOther(['end', 'conflicts_detected', 'decisions', 'paused', 'trouble'])) return 'now';
  return isOther(['stage', 'efforts_included', 'gate_runs']) ? 'soon' : 'later';
}
