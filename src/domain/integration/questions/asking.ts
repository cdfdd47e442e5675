/**
 * This folder: one file per question: how it is put, what an answer does, and what is recorded.
 *
 * One thing that can be asked. The answers are the operator's, a policy's or a rule's.
 */
import type { ChoiceId } from '../../shared/ids.ts';
import type { EventOf } from '../event.ts';
import { choice, type Question } from '../question.ts';
import type { QuestionKind } from '../question-id.ts';
import type { IntegrationState } from '../state.ts';

export interface Asking<Kind extends QuestionKind = QuestionKind> {
  readonly kind: Kind;
  /** Whether it waits for an answer where the session is paused, or finished, too. In a pause the others can be answered, and wait for nobody. */
  readonly also: { readonly paused: boolean; readonly finished: boolean };
  /** Returns the question when the state calls for it. */
  readonly ask: (state: IntegrationState) => Question | null;
  /** Returns the state after a choice of this question; the choice is one of those offered, and not disabled. */
  readonly answer: (
    state: IntegrationState,
    question: Question,
    event: EventOf<'choice_made'>,
  ) => IntegrationState;
  /** Checks whether a choice is recorded as a decision: whether it changes what becomes of an effort or of the whole. */
  readonly records: (choice: ChoiceId) => boolean;
  /** Returns what a recorded choice is about, from the state before it; without this it is the question's title. */
  readonly about?: (state: IntegrationState, question: Question, choice: ChoiceId) => string;
}

/** A question that only a session at work asks. */
export const AT_WORK = { paused: false, finished: false } as const;

/** The choice that answers nothing: the session pauses, and the question stays. */
export const PAUSE_HERE = choice('stop', 'Pause here', 'nothing starts until the session goes on');

/** What returning an effort to its author does: intorch sends nothing to anybody. */
export const RETURNED = 'leave it out, with a note in the report';
