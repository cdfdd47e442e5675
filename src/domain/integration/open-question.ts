import type { ChoiceId } from '../shared/ids.ts';
import type { EventOf } from './event.ts';
import { withDecision } from './events/change.ts';
import type { Question } from './question.ts';
import type { Highlight, QuestionKind } from './question-id.ts';
import { type Asking, PAUSE_HERE } from './questions/asking.ts';
import { conflictQuestion } from './questions/conflict.ts';
import { editQuestion } from './questions/edit.ts';
import { foreignCommitsQuestion } from './questions/foreign-commits.ts';
import { gateCutOffQuestion } from './questions/gate-cut-off.ts';
import { heldQuestion } from './questions/held.ts';
import { landQuestion } from './questions/land.ts';
import { letterQuestion } from './questions/letter.ts';
import { lossQuestion } from './questions/loss.ts';
import { oversizeQuestion } from './questions/oversize.ts';
import { redGateQuestion } from './questions/red-gate.ts';
import { resumeQuestion } from './questions/resume.ts';
import { rollBackQuestion } from './questions/roll-back.ts';
import { startQuestion } from './questions/start.ts';
import { troubleQuestion } from './questions/trouble.ts';
import type { IntegrationState } from './state.ts';

/** Every kind of question, the most urgent first. */
export const ASKINGS = [
  letterQuestion,
  troubleQuestion,
  resumeQuestion,
  rollBackQuestion,
  foreignCommitsQuestion,
  heldQuestion,
  startQuestion,
  gateCutOffQuestion,
  editQuestion,
  lossQuestion,
  oversizeQuestion,
  conflictQuestion,
  redGateQuestion,
  landQuestion,
] as const satisfies readonly Asking[];

// A kind of question that nobody asks does not compile.
true satisfies [QuestionKind] extends [(typeof ASKINGS)[number]['kind']] ? true : false;

interface Asked {
  readonly asking: Asking;
  readonly question: Question;
}

/** Returns the one question that waits for the operator; null when none does, as in most of a pause. */
export function openQuestion(state: IntegrationState): Question | null {
  return asked(state)?.question ?? null;
}

/** Returns the question that the operator may answer, also in a pause: what follows from the answer starts when the pause ends. */
export function shownQuestion(state: IntegrationState): Question | null {
  const found = open(state);
  if (found === null || !state.paused) return found?.question ?? null;
  const choices = found.question.choices.map((each) =>
    each.id === PAUSE_HERE.id ? { ...each, disabled: 'it is paused already' } : each,
  );
  return { ...found.question, choices };
}

function open(state: IntegrationState): Asked | null {
  return asked(state) ?? (state.paused ? asked({ ...state, paused: false }) : null);
}

function asked(state: IntegrationState): Asked | null {
  for (const asking of ASKINGS) {
    if (state.stage === 'FINISHED' ? !asking.also.finished : state.paused && !asking.also.paused) continue;
    const question = asking.ask(state);
    if (question !== null) return { asking, question };
  }
  return null;
}

/** Returns the choice under the cursor: where the operator put it, else the recommended one, else the first; null: there is none. */
export function highlightedChoice(state: IntegrationState, question: Question): ChoiceId | null {
  const put = state.highlighted.find((one) => one.question === question.id)?.choice;
  if (put !== undefined && question.choices.some((choice) => choice.id === put)) return put;
  return question.recommended?.choice ?? question.choices[0]?.id ?? null;
}

/** Without a limit, questions that are never answered (what they asked about is gone) would pile up. */
const MOST_HIGHLIGHTS = 20;

/** Returns where the cursors are after one was moved; those of other questions stay where they are. */
export function withHighlight(
  { highlighted }: IntegrationState,
  { question, choice }: Highlight,
): IntegrationState['highlighted'] {
  const others = highlighted.filter((one) => one.question !== question);
  return [...others, { question, choice }].slice(-MOST_HIGHLIGHTS);
}

/** Returns the state after a choice, with the decision that it is; a choice for another question than the open one changes nothing. */
export function answerQuestion(state: IntegrationState, event: EventOf<'choice_made'>): IntegrationState {
  const found = open(state);
  if (found === null || found.question.id !== event.question) return state;
  const { asking, question } = found;
  const highlighted = state.highlighted.filter((one) => one.question !== question.id);
  return { ...asking.answer(decided(state, found, event), question, event), highlighted };
}

function decided(
  state: IntegrationState,
  { asking, question }: Asked,
  { at, choice, by, client }: EventOf<'choice_made'>,
): IntegrationState {
  if (!asking.records(choice)) return state;
  const { id, kind } = question;
  const about = asking.about?.(state, question, choice) ?? question.title;
  return withDecision(state, {
    at,
    question: id,
    kind,
    conflict: question.conflict,
    choice,
    by,
    client,
    about,
  });
}
