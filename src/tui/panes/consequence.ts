import type { Question, QuestionChoice } from '../../domain/integration/question.ts';
import { askedHunk, type Look, optionOf } from '../screen-input.ts';
import { writtenWords } from './preview.ts';

/** Asks in one line for what will happen; null for what needs no confirmation. */
export function consequenceOf(look: Look, question: Question, choice: QuestionChoice): string | null {
  if (question.kind === 'resume' && choice.id === 'supersede') return asked(look, choice);
  if (choice.risk === null || question.kind === 'roll_back') return null;
  const hunk = askedHunk(look);
  const option = optionOf(hunk, choice);
  if (hunk === null || option === null) return asked(look, choice);
  const { conflicts_detected, scope } = look.snapshot.state;
  const path = conflicts_detected.find((each) => each.id === question.conflict)?.path ?? 'the file';
  const reach = {
    hunk: '',
    file: ', and every open hunk of the file',
    effort: ', and every open hunk of the effort',
  };
  const what =
    option.mode === null ? `Delete ${path}` : `Write ${writtenWords(look.snapshot, option)} to ${path}`;
  return `${what}${reach[scope]}? (${choice.label})`;
}

/** Returns `Merge it whole? Noted in the report.` A branch at the start keeps its name as it is. */
function asked({ snapshot: { state } }: Look, { label, detail }: QuestionChoice): string {
  if (detail === '') return `${label}?`;
  const named = detail.startsWith(state.target) || detail.startsWith(state.integration_branch);
  return `${label}? ${named ? detail : `${detail[0]?.toUpperCase() ?? ''}${detail.slice(1)}`}.`;
}
