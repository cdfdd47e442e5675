import { isUtf8, localeOf } from '../output/locale.ts';
import { type Check, ok, warn } from './check.ts';

/** What is known about the terminal on standard output. */
export interface TerminalFacts {
  readonly interactive: boolean;
  readonly columns: number | null;
  readonly rows: number | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Checks the terminal. */
export function terminalCheck({ interactive, columns, rows, env }: TerminalFacts): Check {
  const name = 'terminal';
  if (!interactive) return ok(name, 'none here: use intorch run');
  if (env['TERM'] === 'dumb')
    return warn(name, 'TERM=dumb cannot draw screens', 'Use another terminal, or intorch run');
  const size = columns === null || rows === null ? 'size not known' : `${columns}x${rows}`;
  if (columns !== null && rows !== null && (columns < 60 || rows < 16)) {
    return warn(name, `${size} is small`, 'Make it 80x24 or larger');
  }
  const glyphs = isUtf8(env)
    ? 'UTF-8'
    : `plain glyphs: the locale ${localeOf(env) || 'is not set and'} is not UTF-8`;
  return ok(name, `${size}, ${glyphs}${env['NO_COLOR'] ? ', no colours' : ''}`);
}
