/** What the operator is asked. Derived from the state, never stored: a restart asks the same question, with the cursor where it was. */
import type { Severity } from '../conflict/conflict.ts';
import type { ConflictId, EffortName, QuestionId, RunId } from '../shared/ids.ts';
import { counted } from '../shared/text.ts';
import type { QuestionKind } from './question-id.ts';
import { findingLine } from './selectors/findings.ts';
import type { Finding } from './state.ts';

/** What only a screen can do for a choice, because it has a terminal to lend. */
export type OnScreen =
  | { readonly do: 'edit'; readonly file: string }
  | { readonly do: 'shell'; readonly directory: string };

export interface QuestionChoice {
  readonly id: string;
  readonly label: string;
  /** What it does or costs, in a few words. */
  readonly detail: string;
  readonly risk: Severity | null;
  /** Why it cannot be chosen now; shown, never hidden. */
  readonly disabled: string | null;
  /** null: the engine does it, and nobody has to be at a screen. */
  readonly on_screen: OnScreen | null;
}

/** A fact that helps to answer. What a reader treats in its own way has a kind of its own. */
export type QuestionFact =
  | { readonly kind: 'text'; readonly text: string }
  /** How many decisions the plan costs; the screen of the plan shows it elsewhere. */
  | { readonly kind: 'forecast'; readonly decisions: number; readonly because: string }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'failing_test'; readonly name: string }
  | { readonly kind: 'missing_line'; readonly line: string }
  /** The file with both sides and their base, for an editor. */
  | { readonly kind: 'edited_file'; readonly file: string };

export interface Question {
  /** Changes with everything that would change the answer, so that an Enter meant for one question never answers the next. */
  readonly id: QuestionId;
  readonly kind: QuestionKind;
  /** One sentence: what is asked. */
  readonly title: string;
  readonly facts: readonly QuestionFact[];
  readonly choices: readonly QuestionChoice[];
  /** The choice that facts support, with the facts; null when nothing supports one. */
  readonly recommended: { readonly choice: string; readonly because: string } | null;
  /** What it is about, for screens that show more. */
  readonly effort: EffortName | null;
  readonly conflict: ConflictId | null;
  readonly hunk: number | null;
  readonly gate_run: RunId | null;
}

/** Returns a choice of a question; without a reason against it, it can be taken. */
export function choice(
  id: string,
  label: string,
  detail: string,
  risk: Severity | null = null,
  disabled: string | null = null,
  on_screen: OnScreen | null = null,
): QuestionChoice {
  return { id, label, detail, risk, disabled, on_screen };
}

/** Returns a fact that is a sentence. */
export function said(text: string): QuestionFact {
  return { kind: 'text', text };
}

/** Returns a fact in one line. */
export function factWords(fact: QuestionFact): string {
  switch (fact.kind) {
    case 'text':
      return fact.text;
    case 'forecast':
      return `${counted(fact.decisions, 'decision')} foreseen: ${fact.because}`;
    case 'finding':
      return findingLine(fact.finding);
    case 'failing_test':
      return `failing: ${fact.name}`;
    case 'missing_line':
      return `missing: ${fact.line}`;
    case 'edited_file':
      return `the file with both sides and their base: ${fact.file}`;
  }
}

/** For questions that are not about any effort, conflict or gate run in particular. */
export const ABOUT_NOTHING = { effort: null, conflict: null, hunk: null, gate_run: null } as const;
