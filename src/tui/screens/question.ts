import { factWords } from '../../domain/integration/question-fact.ts';
import { ageOf } from '../facts/ages.ts';
import { effortOutcomes, finalGates } from '../facts/outcomes.ts';
import { rows } from '../frame/frame.ts';
import { line, span, wrapped } from '../frame/line.ts';
import { choiceBlock, wholeDetail, whyLines } from '../panes/choices.ts';
import type { Screen } from '../screen.ts';

/** A question with its facts and choices, for questions with nothing more to show. */
export const questionScreen: Screen = (look, { width, height }) => {
  const { question } = look;
  if (question === null) return { blocks: [], extents: {} };
  const { state, now } = look.snapshot;
  const { end } = state;
  const head = [
    line(''),
    ...wrapped(` ${question.title}`, width - 1, 3, { bold: true }),
    ...(question.kind === 'held' && end !== null ? [line(`   verified ${ageOf(end.at, now)} ago`)] : []),
    line(''),
    ...question.facts.flatMap((fact) => wrapped(`   ${factWords(fact)}`, width - 1, 3)),
  ];
  const choices = choiceBlock(look, width);
  const why = [
    ...wholeDetail(look, width),
    ...whyLines(look, width - 1, 2).map((each) => line(' ', each)),
    ...(question.kind === 'land' || question.kind === 'held'
      ? [line(''), ...effortOutcomes(look, width), line(''), ...finalGates(look)]
      : []),
  ];
  const room = Math.max(Math.min(head.length, 6), height - choices.items.length - why.length - 2);
  const shown = head.slice(0, room);
  if (head.length > room) shown[room - 1] = line(span('   …', { dim: true }));
  return { blocks: [rows(...shown, line('')), choices, rows(line(''), ...why)], extents: {} };
};
