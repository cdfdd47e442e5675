import { openQuestion } from '../../domain/integration/open-question.ts';
import type { Question } from '../../domain/integration/question.ts';
import { factWords } from '../../domain/integration/question-fact.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { safeJson, sanitizeLine } from '../../domain/shared/text.ts';
import type { Io } from '../arguments/io.ts';
import { flagOn, type Invocation } from '../arguments/parse-args.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';
import { type SessionContext, someSession } from '../repository/session-context.ts';
import { nothingLeft } from '../session/damaged-state.ts';

/** `intorch decide` without words: shows the question that waits, with its id and its choices. */
export async function decisionsCommand(
  context: SessionContext,
  { flags }: Invocation,
  io: Io,
): Promise<number> {
  const record = await someSession(context, flags);
  if (!isIntegration(record)) throw new IntorchError('REFUSED', `${record.id} has no questions`);
  const { found } = await readIntegration(context.stored, record.id);
  if (found === null) throw nothingLeft(record.id);
  const question = openQuestion(found.state);
  if (flagOn(flags, 'json')) {
    const questions = question === null ? [] : [question];
    io.out(`${safeJson({ type: 'decisions', session: record.id, questions })}\n`);
  } else {
    const nothing = found.state.paused
      ? 'No open question: the session is paused; go on with: intorch resume'
      : 'No open question';
    const lines = question === null ? [nothing] : linesOf(question);
    io.out(`${lines.map(sanitizeLine).join('\n')}\n`);
  }
  return 0;
}

function linesOf({ id, title, facts, choices, recommended }: Question): readonly string[] {
  const widest = (texts: readonly string[]) => Math.max(...texts.map((text) => text.length));
  const id_width = widest(choices.map((choice) => choice.id));
  const label_width = widest(choices.map((choice) => choice.label));
  return [
    `${id}  ${title}`,
    ...facts.map((fact) => `  ${factWords(fact)}`),
    '',
    ...choices.map((choice) => {
      const mark = choice.id === recommended?.choice ? '*' : ' ';
      const names = `${mark} ${choice.id.padEnd(id_width)}  ${choice.label.padEnd(label_width)}`;
      if (choice.disabled !== null) return `${names}  off: ${choice.disabled}`;
      const words = [choice.detail, choice.risk === null ? '' : `risk ${choice.risk.toLowerCase()}`];
      return `${names}  ${words.filter((word) => word !== '').join(', ')}`;
    }),
    '',
    ...(recommended === null ? [] : [`* is recommended: ${recommended.because}`]),
    `Answer with: intorch decide ${id} CHOICE`,
  ];
}
