/** The plan is on the screen; nothing has been touched. */
import { counted } from '../../shared/text.ts';
import { isBeforeStart } from '../finding-kinds.ts';
import { orderInUse, orderWords } from '../order/order-in-use.ts';
import { ABOUT_NOTHING, choice, choiceId } from '../question.ts';
import { type QuestionFact, said } from '../question-fact.ts';
import { questionId } from '../question-id.ts';
import { participants } from '../selectors/progress.ts';
import { effortLimit, isOversize, linesOf, sizeIsAsked } from '../selectors/size.ts';
import { integrationSplit, partsWords } from '../selectors/split.ts';
import type { IntegrationState } from '../state.ts';
import { type Asking, AT_WORK } from './asking.ts';

export const startQuestion: Asking<'start'> = {
  kind: 'start',
  also: AT_WORK,
  ask: (state) => {
    if (state.stage !== 'READY') return null;
    const efforts = participants(state);
    const order = orderInUse(state);
    return {
      id: questionId('start', efforts.map((effort) => effort.name).join(',')),
      kind: 'start',
      title:
        efforts.length === 0
          ? 'No effort takes part: include one, or plan again'
          : `Integrate ${counted(efforts.length, 'effort')} onto ${state.target}?`,
      facts: [
        ...(order === null ? [] : [{ kind: 'forecast', because: orderWords(order) } satisfies QuestionFact]),
        ...sizeLines(state).map(said),
        ...state.findings
          .filter(({ kind }) => isBeforeStart(kind))
          .map((finding): QuestionFact => ({ kind: 'finding', finding })),
        ...(state.settings.gates.length === 0
          ? [said('no gate is configured: nothing will be tested, and nothing can land')]
          : []),
      ],
      choices: [
        choice(
          'start',
          'Start',
          'merge effort by effort',
          null,
          efforts.length === 0 ? 'no effort takes part' : null,
        ),
        choice('plan_again', 'Plan again', 'read the branches again'),
      ],
      recommended:
        efforts.length === 0
          ? null
          : {
              choice: choiceId('start'),
              because: `${state.target} and all effort branches stay as they are until everything is green`,
            },
      ...ABOUT_NOTHING,
    };
  },
  answer: (state, _question, { choice: chosen, at }) =>
    chosen === 'plan_again'
      ? { ...state, stage: 'PLANNING' }
      : { ...state, stage: 'INTEGRATING', integration_started: state.integration_started ?? at },
  records: () => false,
};

/** Says which efforts are too large to review at once, and how the whole would keep to its limit. */
function sizeLines(state: IntegrationState): readonly string[] {
  const efforts = participants(state);
  const limit = effortLimit(state);
  const { integration_lines } = state.settings.limits;
  const total = efforts.reduce((sum, effort) => sum + linesOf(effort), 0);
  return [
    ...efforts
      .filter((effort) => isOversize(state, effort))
      .map((effort) =>
        sizeIsAsked(state, effort)
          ? `${effort.name} has ${linesOf(effort)} lines, the limit is ${limit}`
          : `${effort.name} has ${linesOf(effort)} lines; more than ${limit} are hard to review`,
      ),
    ...(integration_lines !== null && total > integration_lines
      ? [
          `together they have ${total} lines, the limit is ${integration_lines}; in parts: ${partsWords(integrationSplit(state))}`,
        ]
      : []),
  ];
}
