/**
 * This folder: one file per question: how it is put, and what an answer does.
 *
 * One thing that can be asked: when it is asked, and what each answer does. The answers are the operator's, a policy's or a rule's.
 */
import type { EventOf } from '../event.ts';
import type { Question } from '../question.ts';
import type { IntegrationState } from '../state.ts';

export interface Asking {
  /** Gives the question when the state calls for it. */
  readonly ask: (state: IntegrationState) => Question | null;
  /** Gives the state after a choice of this question; the choice is one of those offered, and not disabled. */
  readonly answer: (
    state: IntegrationState,
    question: Question,
    event: EventOf<'choice_made'>,
  ) => IntegrationState;
}
