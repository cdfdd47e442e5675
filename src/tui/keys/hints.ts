import { type Line, line, lineWidth, span } from '../frame/line.ts';
import type { Binding } from './binding.ts';

type Hint = Pick<Binding, 'keys' | 'label'>;

/** Returns a hint bar: as many of the keys as fit, and `last` always, after `between`. */
export function hintsThatFit(
  hints: readonly Hint[],
  between: Line,
  last: readonly Hint[],
  width: number,
): Line {
  const parts = (some: readonly Hint[]) =>
    line(...some.flatMap(({ keys, label }) => [' ', span(keys[0] ?? '', { bold: true }), ` ${label} `]));
  const end = line(between, parts(last));
  let shown = hints;
  while (shown.length > 0 && lineWidth(parts(shown)) + lineWidth(end) > width) shown = shown.slice(0, -1);
  return line(parts(shown), end);
}
