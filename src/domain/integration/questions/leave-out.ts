import type { ChoiceId, EffortName } from '../../shared/ids.ts';
import { hold } from '../events/holding.ts';
import { choice, choiceId, type QuestionChoice } from '../question.ts';
import { heldTogether } from '../selectors/dependents.ts';
import { findingsOfMerged } from '../selectors/findings.ts';
import { changedExpectations } from '../selectors/guard/changed-expectations.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';

/** Returns the choices to land without an effort that takes back what landed, or changes what tests of the target expect. */
export function leaveOutChoices(state: IntegrationState): readonly QuestionChoice[] {
  return doubtedEfforts(state).map((name) => {
    const [, ...others] = heldTogether(state, name);
    const beside = others.length === 0 ? '' : ` with ${others.join(', ')}, which depend on it`;
    return choice(
      idOf(name),
      `Leave ${name} out`,
      `it is held${beside}; the others are merged and tested without it`,
      'LOW',
    );
  });
}

/** Returns the state without the effort that a choice leaves out; null: it is another choice. */
export function leftOut(state: IntegrationState, chosen: ChoiceId, by: string): IntegrationState | null {
  const name = leftOutBy(state, chosen);
  return name === null ? null : hold(state, name, 'PUT_ASIDE', `left out before landing by the ${by}`);
}

/** Returns the effort that a choice leaves out; null: it is another choice. */
export function leftOutBy(state: IntegrationState, chosen: ChoiceId): EffortName | null {
  return doubtedEfforts(state).find((name) => idOf(name) === chosen) ?? null;
}

function idOf(name: EffortName): ChoiceId {
  return choiceId(`leave_out_${name}`);
}

function doubtedEfforts(state: IntegrationState): readonly EffortName[] {
  const doubted = new Set<string>([
    ...findingsOfMerged(state, 'takes_back').map(({ subject }) => subject),
    ...changedExpectations(state).flatMap(({ efforts }) => efforts),
  ]);
  return participants(state).flatMap(({ name }) => (doubted.has(name) ? [name] : []));
}
