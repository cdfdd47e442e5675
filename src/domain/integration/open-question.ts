import type { EventOf } from './event.ts';
import { withDecision } from './events/change.ts';
import type { Question, QuestionKind } from './question.ts';
import type { Asking } from './questions/asking.ts';
import { conflict } from './questions/conflict.ts';
import { edit } from './questions/edit.ts';
import { land } from './questions/land.ts';
import { loss } from './questions/loss.ts';
import { oversize } from './questions/oversize.ts';
import { redGate } from './questions/red-gate.ts';
import { resume } from './questions/resume.ts';
import { rollBack } from './questions/roll-back.ts';
import { start } from './questions/start.ts';
import { trouble } from './questions/trouble.ts';
import type { IntegrationState } from './state.ts';

/** Everything that can be asked, the most urgent first. */
const ASKINGS: Readonly<Record<QuestionKind, Asking>> = {
  trouble,
  resume,
  roll_back: rollBack,
  start,
  edit,
  loss,
  oversize,
  conflict,
  red_gate: redGate,
  land,
};

/** Gives the one question that waits for the operator; null when none does. A paused session asks nothing but how to resume. */
export function openQuestion(state: IntegrationState): Question | null {
  if (state.stage === 'FINISHED') return state.rollback_offer === null ? null : rollBack.ask(state);
  for (const kind of Object.keys(ASKINGS) as QuestionKind[]) {
    if (state.paused && kind !== 'resume' && kind !== 'roll_back') continue;
    const question = ASKINGS[kind].ask(state);
    if (question !== null) return question;
  }
  return null;
}

/** Gives the choice the cursor is on: where the operator put it, else the recommended one, else the first. */
export function highlightedChoice(state: IntegrationState, question: Question): string {
  const put = state.highlighted.find((one) => one.question === question.id)?.choice;
  if (put !== undefined && question.choices.some((choice) => choice.id === put)) return put;
  return question.recommended?.choice ?? question.choices[0]?.id ?? '';
}

/** Questions that were never answered (what they asked about is gone) do not gather for ever. */
const MOST_HIGHLIGHTS = 20;

/** Gives where the cursors are after one was moved; those of other questions stay where they are. */
export function withHighlight(
  { highlighted }: IntegrationState,
  { question, choice }: { readonly question: string; readonly choice: string },
): IntegrationState['highlighted'] {
  const others = highlighted.filter((one) => one.question !== question);
  return [...others, { question, choice }].slice(-MOST_HIGHLIGHTS);
}

/** Gives the state after a choice; a choice for another question than the open one changes nothing. */
export function answerQuestion(state: IntegrationState, event: EventOf<'choice_made'>): IntegrationState {
  const question = openQuestion(state);
  if (question === null || question.id !== event.question) return state;
  const kept = state.highlighted.filter((one) => one.question !== question.id);
  return {
    ...ASKINGS[question.kind].answer(decided(state, question, event), question, event),
    highlighted: kept,
  };
}

/** Answers that change what becomes of an effort or of the whole; those that say how a hunk or a failure is taken record themselves. */
const RECORDED: Partial<Readonly<Record<QuestionKind, readonly string[]>>> = {
  oversize: ['accept', 'put_aside', 'hand_back'],
  conflict: ['later', 'put_aside', 'hand_back'],
  red_gate: ['put_aside'],
  land: ['land', 'hold'],
  roll_back: ['roll_back'],
};

function decided(
  state: IntegrationState,
  question: Question,
  { at, choice, by }: EventOf<'choice_made'>,
): IntegrationState {
  if (!RECORDED[question.kind]?.includes(choice)) return state;
  return withDecision(state, { at, question: question.id, choice, by, about: question.title });
}
