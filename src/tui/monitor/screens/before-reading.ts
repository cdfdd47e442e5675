import type { TerminalSize } from '../../frame/frame.ts';
import { type Line, line, span, wrapped } from '../../frame/line.ts';
import { marked, moving } from '../../frame/theme.ts';

/** Returns the lines before anything has been read of the runs, or why that cannot be. */
export function beforeReading(trouble: string | null, { columns }: TerminalSize): readonly Line[] {
  const leaves = line(span('   q leaves; what runs goes on', { dim: true }));
  if (trouble === null)
    return [line(''), line(' ', moving('Reading the runs of this repository')), line(''), leaves];
  const why = wrapped(`   ${trouble}`, columns, 4);
  return [
    line(''),
    line(' ', marked('red', 'The runs cannot be read; trying again')),
    line(''),
    ...why,
    line(''),
    leaves,
  ];
}
