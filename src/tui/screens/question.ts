import { factWords } from '../../domain/integration/question-fact.ts';
import { ageOf } from '../facts/ages.ts';
import { effortOutcomes, finalGates } from '../facts/outcomes.ts';
import { rows } from '../frame/frame.ts';
import { line, span, wrapped } from '../frame/line.ts';
import { choiceBlock, wholeDetail, whyLines } from '../panes/choices.ts';
import { type Screen, scrolled } from '../screen.ts';

/** A question with its facts and choices, for questions with nothing more to show. */
export const questionScreen: Screen = (look, { width, height }) => {
  const { question } = look;
  if (question === null) return { blocks: [], extents: {} };
  const { state, now } = look.snapshot;
  const { end } = state;
  // What another machine set is agreed to in full or not at all, so none of it is cut.
  const isWhole = question.kind === 'letter';
  const head = [
    line(''),
    ...wrapped(` ${question.title}`, width - 1, 3, { bold: true }),
    ...(question.kind === 'held' && end !== null ? [line(`   verified ${ageOf(end.at, now)} ago`)] : []),
    line(''),
    ...question.facts.flatMap((fact) => wrapped(`   ${factWords(fact)}`, width - 1, isWhole ? Infinity : 3)),
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
  const { rows: seen, extent } = scrolled(head, isWhole ? look.view.scroll.text : 0, room);
  const more = isWhole ? '   … and more: Page Down' : '   …';
  const isCut = isWhole ? look.view.scroll.text < extent.max : extent.max > 0;
  const shown = isCut ? [...seen.slice(0, -1), line(span(more, { dim: true }))] : seen;
  return {
    blocks: [rows(...shown, line('')), choices, rows(line(''), ...why)],
    extents: isWhole ? { text: extent } : {},
  };
};
