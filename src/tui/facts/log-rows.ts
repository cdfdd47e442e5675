/** The end of a followed log as rows: plain text, with lines that report a problem in colour. */
import { counted, sizeWords } from '../../domain/shared/text.ts';
import { type Line, line, type Style, span } from '../frame/line.ts';
import { rule } from '../frame/theme.ts';
import { cut, folded } from '../frame/width.ts';
import type { Extent } from '../screen.ts';
import type { Look } from '../screen-input.ts';
import type { ViewState } from '../view-state.ts';

const BAD = /\b(?:FAIL(?:ED)?|ERROR|Error|not ok|panicked)\b|✗|✖|×/;
const GOOD = /^\s*(?:PASS|ok|✓|✔)/;

/** What is known of a log, and how it is looked at; a filter counts where the log has the whole screen. */
export interface LogLook extends Pick<Look, 'log' | 'size'> {
  readonly view: Pick<ViewState, 'scroll' | 'wrap' | 'filter'> & {
    readonly overlay: { readonly kind: string } | null;
  };
}

/** Returns the visible part of the log, under a title that shows whether it follows. */
export function logRows(
  look: LogLook,
  width: number,
  height: number,
): { readonly rows: readonly Line[]; readonly extent: Extent } {
  const lines = shownLog(look, width);
  const room = Math.max(0, height - 1);
  const max = Math.max(0, lines.length - room);
  const hidden = Math.min(look.view.scroll.log, max);
  const end = lines.length - hidden;
  const shown = lines.slice(Math.max(0, end - room), end);
  const below = hidden === 0 ? 'log (follows)' : `log, ${counted(hidden, 'line')} below`;
  const part = windowWords(look);
  const whole = part === null || look.view.overlay?.kind !== 'log' ? '' : '; o opens all';
  const title = look.log.name === null ? 'no log yet' : `${below}${part === null ? '' : `, ${part}`}${whole}`;
  return {
    rows: [rule(width, title), ...shown.map((text) => line(span(cut(text, width), toneOf(text))))],
    extent: { max, page: Math.max(1, room - 1) },
  };
}

/** Returns `the last 256 KB of 57 MB`; null where all of the log is at hand. */
export function windowWords({ log: { kept, size } }: LogLook): string | null {
  return kept < size ? `the last ${sizeWords(kept)} of ${sizeWords(size)}` : null;
}

/** Returns the rows of the log: the lines that match the filter, wrapped if that is switched on. */
function shownLog(look: LogLook, width: number): readonly string[] {
  const lines = filtered(look);
  return look.view.wrap ? lines.flatMap((each) => folded(each, width)) : lines;
}

/** Returns the distance from the end to the next line that reports a problem; null when there is none in that direction. */
export function nextBad(look: LogLook, extent: Extent, direction: 1 | -1): number | null {
  const lines = shownLog(look, look.size.columns);
  const from = Math.min(look.view.scroll.log, extent.max);
  const places = lines.flatMap((text, index) =>
    BAD.test(text) ? [Math.min(extent.max, lines.length - 1 - index)] : [],
  );
  // The log counts from its end, so an earlier line is further away.
  return (
    (direction < 0 ? places.findLast((place) => place > from) : places.find((place) => place < from)) ?? null
  );
}

function filtered(look: LogLook): readonly string[] {
  const { text } = look.view.filter;
  if (text === '' || look.view.overlay?.kind !== 'log') return look.log.lines;
  return look.log.lines.filter((each) => each.toLowerCase().includes(text.toLowerCase()));
}

function toneOf(text: string): Style {
  if (BAD.test(text)) return { color: 'red' };
  return GOOD.test(text) ? { color: 'green' } : {};
}
