import { rows } from '../frame/frame.ts';
import { line, span, wrapped } from '../frame/line.ts';
import { marked, moving } from '../frame/theme.ts';
import type { Body, Room } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** Shows what is being done before there is a plan. */
export function planning(look: Look): Body {
  const { settings, paused, in_flight } = look.snapshot.state;
  const reading = 'Reading the branches and merging them in memory, to know what will collide';
  const stands = paused && in_flight.length === 0;
  return {
    blocks: [
      rows(
        line(''),
        line(
          ' ',
          stands ? marked('waiting', 'Paused: the branches are read when it goes on') : moving(reading),
        ),
        line(''),
        line(
          span(`   patterns: ${settings.efforts.patterns.join(', ') || 'none, only the efforts listed'}`, {
            dim: true,
          }),
        ),
        line(span('   Nothing is touched: no checkout, no branch, no worktree.', { dim: true })),
      ),
    ],
    extents: {},
  };
}

/** Shows which branches were searched for when none matches, and what to do about it. */
export function noEfforts(look: Look, room: Room): Body {
  const { settings, target } = look.snapshot.state;
  const looked = [...settings.efforts.patterns, ...settings.efforts.list.map((each) => each.branch)];
  return {
    blocks: [
      rows(
        line(''),
        line(span(` No effort branches to integrate onto ${target}`, { bold: true })),
        line(''),
        ...wrapped(`   looked for: ${looked.join(', ') || 'nothing is configured'}`, room.width, 3),
        ...wrapped(
          '   Name branches with `intorch tui --efforts`, or write patterns with `intorch init`.',
          room.width,
          2,
        ),
        line(
          look.snapshot.state.stage === 'READY'
            ? '   Then press r to look again, or q to leave.'
            : '   q leaves.',
        ),
      ),
    ],
    extents: {},
  };
}
