/** The choices of the open question as a list, and what speaks for the one under the cursor. */
import type { Severity } from '../domain/conflict/conflict.ts';
import type { QuestionChoice } from '../domain/integration/question.ts';
import { CURSOR_WIDTH, type Options } from './block.ts';
import { type Color, type Line, line, span, spread, wrapped } from './line.ts';
import { highlightedChoice, type Look } from './look.ts';
import { clean, displayWidth, padRight } from './width.ts';

const RISK_COLORS: Readonly<Record<Severity, Color>> = { LOW: 'green', MEDIUM: 'yellow', HIGH: 'red' };

/** Gives the list of what may be chosen; the cursor is where the engine says, or where a key just put it. */
export function choiceBlock(look: Look, width: number): Options {
  const choices = look.question?.choices ?? [];
  const room = width - CURSOR_WIDTH;
  const longest = Math.max(0, ...choices.map((choice) => displayWidth(clean(choice.label))));
  const label_width = Math.min(longest, Math.max(20, Math.floor(room * 0.45)));
  const here = highlightedChoice(look);
  return {
    kind: 'options',
    items: choices.map((choice) => ({ id: choice.id, line: choiceLine(choice, label_width, room) })),
    selected: Math.max(
      0,
      choices.findIndex((choice) => choice.id === here?.id),
    ),
  };
}

function choiceLine(choice: QuestionChoice, label_width: number, width: number): Line {
  const label = padRight(choice.label, label_width);
  if (choice.disabled !== null) return line(span(`${label}  off: ${choice.disabled}`, { dim: true }));
  const risk =
    choice.risk === null
      ? line('')
      : line(span(`risk ${choice.risk.toLowerCase()}`, { color: RISK_COLORS[choice.risk] }));
  return spread(line(label, '  ', span(choice.detail, { dim: true })), risk, width);
}

/** Gives why the choice under the cursor is recommended, or what is; nothing when facts support none. */
export function whyLines(look: Look, width: number, most: number): readonly Line[] {
  const { question } = look;
  if (question?.recommended === null || question === null) {
    return question?.kind === 'conflict'
      ? [line(span('No option is recommended: no fact speaks for one', { dim: true }))]
      : [];
  }
  const { recommended } = question;
  const label =
    question.choices.find((choice) => choice.id === recommended.choice)?.label ?? recommended.choice;
  return wrapped(`recommended: ${label}, because ${recommended.because}`, width, most, { color: 'green' });
}
