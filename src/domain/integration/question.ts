/** What the operator is asked. Derived from the state, never stored: a restart asks the same, with the cursor where it was. */
import type { Severity } from '../conflict/conflict.ts';
import type { ConflictId, EffortName } from '../shared/ids.ts';

export type QuestionKind =
  | 'resume'
  | 'start'
  | 'conflict'
  | 'edit'
  | 'oversize'
  | 'loss'
  | 'red_gate'
  | 'land'
  | 'roll_back'
  | 'trouble';

export interface QuestionChoice {
  readonly id: string;
  readonly label: string;
  /** What it does or costs, in a few words. */
  readonly detail: string;
  readonly risk: Severity | null;
  /** Why it cannot be taken now; shown, never hidden. */
  readonly disabled: string | null;
}

export interface Question {
  /** Changes with everything that would change the answer: an Enter meant for one question never answers the next. */
  readonly id: string;
  readonly kind: QuestionKind;
  /** One sentence: what is asked. */
  readonly title: string;
  /** Facts that help to answer, one per line. */
  readonly facts: readonly string[];
  readonly choices: readonly QuestionChoice[];
  /** The choice that facts support, with the facts; null when nothing supports one. */
  readonly recommended: { readonly choice: string; readonly because: string } | null;
  /** What it is about, for screens that show more. */
  readonly effort: EffortName | null;
  readonly conflict: ConflictId | null;
  readonly hunk: number | null;
  readonly gate_run: string | null;
}

/** A choice that is always open to its question: nothing special about it. */
export function choice(
  id: string,
  label: string,
  detail: string,
  risk: Severity | null = null,
  disabled: string | null = null,
): QuestionChoice {
  return { id, label, detail, risk, disabled };
}

/** What a question is about, where it is about nothing in particular. */
export const ABOUT_NOTHING = { effort: null, conflict: null, hunk: null, gate_run: null } as const;
