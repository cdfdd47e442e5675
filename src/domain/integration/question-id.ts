/** The kinds of questions, what one question is called, and what was decided. */

import type { ClientFacts } from '../shared/client.ts';
import { shortDigest } from '../shared/digest.ts';
import type { ChoiceId, ConflictId, Instant, QuestionId } from '../shared/ids.ts';

export const QUESTION_KINDS = [
  'letter',
  'resume',
  'foreign_commits',
  'start',
  'conflict',
  'edit',
  'oversize',
  'gate_cut_off',
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

export type DecidedBy = 'operator' | 'policy' | 'rule' | 'memory' | 'headless';

/** One decision, who made it and what it is about; the report is made of these. */
export interface Decision {
  readonly at: Instant;
  /** Id of the question; of the effort or the conflict where none was put. */
  readonly question: string;
  /** What kind of question it answers; null: none was put. */
  readonly kind: QuestionKind | null;
  /** The conflict it is about; null: none. */
  readonly conflict: ConflictId | null;
  /** The id of the choice; where none was put, how it was decided, in words for people. */
  readonly choice: string;
  readonly by: DecidedBy;
  /** The program that the operator decided with; null: nobody did, or it is not known. */
  readonly client: ClientFacts | null;
  readonly about: string;
}

/**
 * Returns the id of a question, from everything that would change its answer: `conflict-7f3a2c1b`. It is short and plain, so that people
 * can type it and shells leave it alone, whatever efforts and files are called.
 */
export function questionId(kind: QuestionKind, ...about: readonly string[]): QuestionId {
  return `${kind}-${shortDigest([kind, ...about].join(':'))}` as QuestionId;
}
