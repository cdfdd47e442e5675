import { findingLine } from './selectors/findings.ts';
import type { Finding } from './state.ts';

/** A fact that helps to answer. What a reader treats in its own way has a kind of its own. */
export type QuestionFact =
  | { readonly kind: 'text'; readonly text: string }
  /** How many decisions the plan costs; the screen of the plan shows it elsewhere. */
  | { readonly kind: 'forecast'; readonly because: string }
  | { readonly kind: 'finding'; readonly finding: Finding }
  | { readonly kind: 'failing_test'; readonly name: string }
  /** A test that ran on the target and did not run now. */
  | { readonly kind: 'missing_test'; readonly name: string }
  | { readonly kind: 'missing_line'; readonly line: string }
  /** The file with both sides and their base, for an editor. */
  | { readonly kind: 'edited_file'; readonly file: string };

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
      return fact.because;
    case 'finding':
      return findingLine(fact.finding);
    case 'failing_test':
      return `failing: ${fact.name}`;
    case 'missing_test':
      return `did not run: ${fact.name}`;
    case 'missing_line':
      return `missing: ${fact.line}`;
    case 'edited_file':
      return `edit this file: ${fact.file}`;
  }
}
