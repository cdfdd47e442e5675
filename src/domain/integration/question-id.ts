/** The kinds of questions, and what one question is called. */
import { shortDigest } from '../shared/digest.ts';
import type { ChoiceId, QuestionId } from '../shared/ids.ts';

export const QUESTION_KINDS = [
  'letter',
  'resume',
  'start',
  'conflict',
  'edit',
  'oversize',
  'loss',
  'red_gate',
  'land',
  'roll_back',
  'held',
  'trouble',
] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

/** The choice that the cursor of a question is on. */
export interface Highlight {
  readonly question: QuestionId;
  readonly choice: ChoiceId;
}

/**
 * Returns the id of a question, from everything that would change its answer: `conflict-7f3a2c1b`. It is short and plain, so that people
 * can type it and shells leave it alone, whatever efforts and files are called.
 */
export function questionId(kind: QuestionKind, ...about: readonly string[]): QuestionId {
  return `${kind}-${shortDigest([kind, ...about].join(':'))}` as QuestionId;
}
