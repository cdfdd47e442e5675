import type { FlaggedPair } from '../../domain/integration/plan-facts/flagged-pair.ts';
import type { BranchName } from '../../domain/shared/ids.ts';
import { counted } from '../../domain/shared/text.ts';
import { rows } from '../frame/frame.ts';
import { type Line, line, span, wrapped } from '../frame/line.ts';
import { marked, moving } from '../frame/theme.ts';
import type { Body, Room } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** Shows what is being done before there is a plan. */
export function planning(look: Look, room: Room): Body {
  const { state, flagged } = look.snapshot;
  const { settings, paused, in_flight } = state;
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
        ...(flagged === null ? [] : flaggedRows(flagged, state.target, room)),
      ),
    ],
    extents: {},
  };
}

/** Rows above the flagged pairs. */
const ABOVE = 8;

/** Lists what may collide as soon as it is known: git still merges it, to be sure. */
function flaggedRows(flagged: readonly FlaggedPair[], target: BranchName, room: Room): readonly Line[] {
  if (flagged.length === 0) return [line(''), line('   No two of them change the same lines.')];
  const shown = flagged.slice(0, Math.max(1, room.height - ABOVE - 1));
  const more = flagged.length - shown.length;
  return [
    line(''),
    line(
      `   ${counted(flagged.length, 'pair')} may collide, and git merges ${flagged.length === 1 ? 'it' : 'them'} to be sure:`,
    ),
    ...shown.map(({ a, b }) => line(`     ${a} and ${b ?? target}`)),
    ...(more > 0 ? [line(span(`     and ${more} more`, { dim: true }))] : []),
  ];
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
