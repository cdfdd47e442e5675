/** What the operator is asked. Derived from the state, never stored: a restart asks the same question, with the cursor where it was. */
import type { Severity } from '../conflict/conflict.ts';
import type { ChoiceId, ConflictId, EffortName, QuestionId, RunId } from '../shared/ids.ts';
import type { Refusal } from '../shared/machine.ts';
import type { QuestionFact } from './question-fact.ts';
import type { QuestionKind } from './question-id.ts';

/** What only a screen can do for a choice, because it has a terminal to lend. */
export type OnScreen =
  | { readonly do: 'edit'; readonly file: string }
  | { readonly do: 'shell'; readonly directory: string };

export interface QuestionChoice {
  readonly id: ChoiceId;
  readonly label: string;
  /** What it does or costs, in a few words. */
  readonly detail: string;
  readonly risk: Severity | null;
  /** Why it cannot be chosen now; shown, never hidden. */
  readonly disabled: string | null;
  /** null: the engine does it, and nobody has to be at a screen. */
  readonly on_screen: OnScreen | null;
}

export interface Question {
  /** Changes with everything that would change the answer, so that an Enter meant for one question never answers the next. */
  readonly id: QuestionId;
  readonly kind: QuestionKind;
  /** One sentence: what is asked. */
  readonly title: string;
  readonly facts: readonly QuestionFact[];
  readonly choices: readonly QuestionChoice[];
  /** The choice that facts support, with the facts; null when nothing supports one. */
  readonly recommended: { readonly choice: ChoiceId; readonly because: string } | null;
  /** What it is about, for screens that show more. */
  readonly effort: EffortName | null;
  readonly conflict: ConflictId | null;
  readonly hunk: number | null;
  readonly gate_run: RunId | null;
}

/** Returns the id of a choice: its name, unique within its question. People type it on the command line. */
export function choiceId(name: string): ChoiceId {
  return name as ChoiceId;
}

/** Returns a choice of a question; without a reason against it, it can be taken. */
export function choice(
  name: string,
  label: string,
  detail: string,
  risk: Severity | null = null,
  disabled: string | null = null,
  on_screen: OnScreen | null = null,
): QuestionChoice {
  return { id: choiceId(name), label, detail, risk, disabled, on_screen };
}

/** Returns the choice that texts from outside name, or why it cannot be taken: it is not offered, or not open. */
export function offeredChoice(question: Question, id: string, chosen: string): QuestionChoice | Refusal {
  if (question.id !== id) return { refused: 'that question is answered already; this is the next one' };
  const ids = question.choices.map((offered) => offered.id);
  const found = question.choices.find((offered) => offered.id === chosen);
  if (found === undefined) return { refused: `there is no choice ${chosen}; there are ${ids.join(', ')}` };
  return found.disabled === null ? found : { refused: `${found.label}: ${found.disabled}` };
}

/** For questions that are not about any effort, conflict or gate run in particular. */
export const ABOUT_NOTHING = { effort: null, conflict: null, hunk: null, gate_run: null } as const;
