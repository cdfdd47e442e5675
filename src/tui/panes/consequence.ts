import type { Question, QuestionChoice } from '../../domain/integration/question.ts';
import { counted } from '../../domain/shared/text.ts';
import { askedHunk, type Look, optionOf } from '../screen-input.ts';
import { writtenLines } from './preview.ts';

/** Describes in one line what will happen; null for what needs no confirmation. */
export function consequenceOf(look: Look, question: Question, choice: QuestionChoice): string | null {
  if (question.kind === 'resume' && choice.id === 'supersede') return `${choice.label}; ${choice.detail}`;
  if (choice.risk === null || question.kind === 'roll_back') return null;
  const hunk = askedHunk(look);
  const option = optionOf(hunk, choice);
  const detail = choice.detail === '' ? '' : `: ${choice.detail}`;
  if (hunk === null || option === null) return `${choice.label}${detail}`;
  const { conflicts_detected, scope } = look.snapshot.state;
  const path = conflicts_detected.find((each) => each.id === question.conflict)?.path ?? 'the file';
  const reach = {
    hunk: '',
    file: ', and every open hunk of the file',
    effort: ', and every open hunk of the effort',
  };
  const what =
    option.mode === null
      ? `delete ${path}`
      : `write ${counted(writtenLines(look.snapshot, option), 'line')} to ${path}`;
  return `${what}${reach[scope]} (${choice.label})`;
}
