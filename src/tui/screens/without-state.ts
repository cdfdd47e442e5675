/** The screens when there is no state to show: connecting, lost, or a terminal that is too small. */
import { type Frame, fitted, mapLines, rows, type TerminalSize } from '../frame/frame.ts';
import { LEAST } from '../frame/layout.ts';
import { type Line, line, lineText, lineWidth, span, wrapped } from '../frame/line.ts';
import { dressed, marked, moving, type Theme } from '../frame/theme.ts';
import type { Connection } from '../screen-input.ts';

/** Returns the screen before the first snapshot. */
export function withoutState(connection: Connection, size: TerminalSize, theme: Theme): Frame {
  const lines = connection === 'connecting' || connection === 'live' ? LOADING : LOST[connection];
  const fitting = lines.flatMap((each) =>
    lineWidth(each) <= size.columns ? [each] : wrapped(lineText(each), size.columns, 3),
  );
  return plainFrame([line(''), ...fitting], size, theme);
}

const LOADING: readonly Line[] = [
  line(' ', moving('Connecting to the engine')),
  line(''),
  line(span('   q leaves; the engine goes on', { dim: true })),
];

const LOST: Readonly<Record<'lost' | 'ended', readonly Line[]>> = {
  lost: [
    line(' ', marked('red', 'The engine does not answer')),
    line(''),
    line('   Reconnecting …  Nothing is lost: the newest checkpoint is kept.'),
    line('   q leaves; `intorch status` says more, `intorch tui` goes on from the checkpoint.'),
  ],
  ended: [
    line(' ', marked('warn', 'The engine has ended')),
    line(''),
    line('   q leaves; `intorch tui` goes on from the checkpoint.'),
  ],
};

/** Returns the one line that fits anywhere. */
export function tooSmall(size: TerminalSize, theme: Theme, verdict: string): Frame {
  const words = `${LEAST.columns}x${LEAST.rows} is the least; now ${size.columns}x${size.rows}`;
  return plainFrame([line(verdict === '' ? words : `${verdict}  ${words}`)], size, theme);
}

/** Returns a frame of these lines alone. */
export function plainFrame(lines: readonly Line[], size: TerminalSize, theme: Theme): Frame {
  const blocks = fitted([rows(...lines)], size.columns, size.rows);
  return { ...size, blocks: mapLines(blocks, (each) => dressed(each, theme)) };
}
