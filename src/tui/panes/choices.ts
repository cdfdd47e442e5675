/**
 * This folder: parts of a screen.
 *
 * The choices of the open question as a list, and the reasons for the one under the cursor.
 */
import type { Severity } from '../../domain/conflict/conflict.ts';
import type { QuestionChoice } from '../../domain/integration/question.ts';
import { CURSOR_WIDTH, type OptionsBlock } from '../frame/frame.ts';
import { type Color, type Line, line, span, spread, wrapped } from '../frame/line.ts';
import { clean, displayWidth, padRight } from '../frame/width.ts';
import { choiceUnderCursor, type Look } from '../screen-input.ts';

const RISK_COLORS: Readonly<Record<Severity, Color>> = { LOW: 'green', MEDIUM: 'yellow', HIGH: 'red' };

/** Columns that `risk medium` needs, with the space before it. */
const RISK_WIDTH = 12;
/** A detail cut shorter than this says nothing, so it is shown in full below the list. */
const LEAST_DETAIL = 24;

/** How wide the parts of a choice are in a list. */
interface Widths {
  readonly room: number;
  readonly label: number;
  /** 0: there is no room for the detail in the list, so it is shown below in full. */
  readonly detail: number;
}

function widthsIn(choices: readonly QuestionChoice[], width: number): Widths {
  const room = width - CURSOR_WIDTH;
  const longest = Math.max(0, ...choices.map((choice) => displayWidth(clean(choice.label))));
  const risk = choices.some((choice) => choice.risk !== null) ? RISK_WIDTH : 0;
  const label = Math.max(0, Math.min(longest, room - risk));
  const detail = room - label - 2 - risk;
  return { room, label, detail: detail < LEAST_DETAIL ? 0 : detail };
}

/** Builds the list of choices. The cursor is where a key just moved it, else where the engine says. */
export function choiceBlock(look: Look, width: number): OptionsBlock {
  const choices = look.question?.choices ?? [];
  const widths = widthsIn(choices, width);
  const here = choiceUnderCursor(look);
  return {
    kind: 'options',
    items: choices.map((choice) => ({ id: choice.id, line: choiceLine(choice, widths) })),
    selected: Math.max(
      0,
      choices.findIndex((choice) => choice.id === here?.id),
    ),
  };
}

function choiceLine(
  choice: QuestionChoice,
  { room, label: label_width, detail: detail_width }: Widths,
): Line {
  const label = padRight(choice.label, label_width);
  if (choice.disabled !== null) return line(span(`${label}  off: ${choice.disabled}`, { dim: true }));
  const risk =
    choice.risk === null
      ? line('')
      : line(span(`risk ${choice.risk.toLowerCase()}`, { color: RISK_COLORS[choice.risk] }));
  const detail = detail_width === 0 ? '' : choice.detail;
  return spread(line(label, '  ', span(detail, { dim: true })), risk, room);
}

/** Returns the full detail of the choice under the cursor where the list has no room for it. */
export function wholeDetail(look: Look, width: number): readonly Line[] {
  const choice = choiceUnderCursor(look);
  if (choice === null || choice.detail === '') return [];
  const widths = widthsIn(look.question?.choices ?? [], width);
  const fits = choice.disabled === null && displayWidth(clean(choice.detail)) <= widths.detail;
  return fits ? [] : wrapped(choice.detail, width - 1, 2).map((each) => line(' ', each));
}

/** Explains why a choice is recommended; empty when facts support none. */
export function whyLines(look: Look, width: number, most: number): readonly Line[] {
  const { question } = look;
  if (question?.recommended === null || question === null) {
    return question?.kind === 'conflict'
      ? [line(span('No recommendation: neither code nor history favours one', { dim: true }))]
      : [];
  }
  const { recommended } = question;
  const label =
    question.choices.find((choice) => choice.id === recommended.choice)?.label ?? recommended.choice;
  return wrapped(`recommended: ${label}, because ${recommended.because}`, width, most, { color: 'green' });
}
