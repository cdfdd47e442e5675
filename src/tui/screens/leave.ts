import { progressOf } from '../../domain/integration/selectors/progress.ts';
import { type OptionsBlock, rows } from '../frame/frame.ts';
import { line, span } from '../frame/line.ts';
import { padRight } from '../frame/width.ts';
import { leaveChoices } from '../panes/leave-choices.ts';
import type { Body, Room } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** The ways to leave, the safest first. */
export function leaveDialog(look: Look, _room: Room): Body {
  const { state } = look.snapshot;
  const { completed, total } = progressOf(state);
  const { overlay } = look.view;
  const choices: OptionsBlock = {
    kind: 'options',
    items: leaveChoices(look).map(({ id, label, detail }) => ({
      id,
      line: line(padRight(label, 22), span(detail, { dim: true })),
    })),
    selected: overlay?.kind === 'leave' ? overlay.selected : 0,
  };
  const head = [
    line(''),
    line(span(` Leave ${state.integration_branch}?`, { bold: true }), `   ${completed} of ${total} in`),
    line(''),
  ];
  const foot = [line(''), line(span(' ctrl+c detaches', { dim: true }))];
  return { blocks: [rows(...head), choices, rows(...foot)], extents: {} };
}
