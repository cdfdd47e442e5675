/** The kinds of questions, and what one question is called. */
import type { ChoiceId, QuestionId } from '../shared/ids.ts';

export const QUESTION_KINDS = [
  'resume',
  'start',
  'conflict',
  'edit',
  'oversize',
  'loss',
  'red_gate',
  'land',
  'roll_back',
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
  return `${kind}-${digestOf([kind, ...about].join(':'))}` as QuestionId;
}

/** FNV-1a with 32 bits: enough to tell a question from the one that comes after it. */
function digestOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
