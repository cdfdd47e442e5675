/** A step's life as a bar to scale: when it waited, when each try ran and how it ended, and the pauses before the next. */
import type { RunState, StepState } from '../../domain/pipeline/state.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import { clockDuration, elapsedMs } from '../../domain/shared/time.ts';
import { type Line, line, type Span, span } from '../frame/line.ts';
import { displayWidth } from '../frame/width.ts';
import { tryGlyph } from './run-words.ts';

/** The time that a bar covers, and its columns. */
export interface Scale {
  readonly from: Instant;
  readonly to: Instant;
  readonly width: number;
}

/** Under the bars, for people who see them for the first time. */
export const LEGEND = '. waits  █ runs  ▒ failed try  ─ pause before a try  2 second try';

const WAITS = span('.', { dim: true });
const PAUSES = span('─', { dim: true });
const RUNS = span('█', { color: 'cyan' });
const SUCCEEDED = span('█', { color: 'green' });
const FAILED = span('▒', { color: 'red' });
const NOTHING = span(' ');

/** Returns the scale of a run as it stands at a time. */
export function scaleOf({ created_at }: RunState, now: Instant, width: number): Scale {
  return { from: created_at, to: now, width };
}

/** Returns the first column of a time. */
function columnOf({ from, to, width }: Scale, at: Instant): number {
  const share = elapsedMs(from, at) / Math.max(1, elapsedMs(from, to));
  return Math.min(width - 1, Math.floor(share * width));
}

/** Draws the bar of a step. A try has one column at least, its own end in the last one, and from the second its number in the first. */
export function stepBar(step: StepState, scale: Scale): Line {
  const cells: Span[] = Array.from({ length: scale.width }, () => NOTHING);
  const fill = (from: number, to: number, with_what: Span) => cells.fill(with_what, from, to + 1);
  const begin = columnOf(scale, scale.from);
  const end = columnOf(scale, scale.to);
  const [first] = step.attempts;
  if (step.state === 'PENDING' || step.state === 'RUNNING' || first !== undefined)
    fill(begin, first === undefined ? end : columnOf(scale, first.started_at) - 1, WAITS);
  for (const [index, attempt] of step.attempts.entries()) {
    const from = columnOf(scale, attempt.started_at);
    const to = Math.max(from, columnOf(scale, attempt.ended_at ?? scale.to));
    const body = attempt.state === 'RUNNING' ? RUNS : attempt.state === 'SUCCEEDED' ? SUCCEEDED : FAILED;
    fill(from, to, body);
    if (index > 0 && to > from) cells[from] = { ...body, text: String(attempt.attempt).slice(-1) };
    const next = step.attempts[index + 1];
    const pauses = next !== undefined || step.state === 'PENDING';
    if (pauses) fill(to + 1, next === undefined ? end : columnOf(scale, next.started_at) - 1, PAUSES);
    const glyph = attempt.state === 'RUNNING' ? null : tryGlyph(attempt);
    if (glyph !== null) cells[to] = glyph;
  }
  return line(...cells);
}

/** Draws the times above the bars. */
export function axis({ from, to, width }: Scale): Line {
  const end = clockDuration(elapsedMs(from, to));
  const middle = clockDuration(Math.floor(elapsedMs(from, to) / 2));
  const at = Math.floor(width / 2);
  const room = width - displayWidth(end);
  const text = `0:00`.padEnd(at);
  const shown = width < 24 ? '0:00'.padEnd(room) : `${text}${middle}`.padEnd(room);
  return line(span(`${shown}${end}`, { dim: true }));
}
