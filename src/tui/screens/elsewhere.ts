import { type Options, rows } from '../block.ts';
import type { Body } from '../body.ts';
import { elsewhereChoices, elsewhereLines } from '../elsewhere.ts';
import { line, span } from '../line.ts';
import type { Look } from '../look.ts';
import { padRight } from '../width.ts';

/** Who has the session, and the ways on. */
export function elsewhereDialog(look: Look): Body {
  const { elsewhere, snapshot } = look;
  const { overlay } = look.view;
  if (elsewhere === null) return { blocks: [], extents: {} };
  const choices: Options = {
    kind: 'options',
    items: elsewhereChoices(look).map(({ id, label, detail }) => ({
      id,
      line: line(padRight(label, 24), span(detail, { dim: true })),
    })),
    selected: overlay?.kind === 'elsewhere' ? overlay.selected : 0,
  };
  const { target } = snapshot.state;
  const facts = elsewhereLines(elsewhere, elsewhere.can_stop ? elsewhere.host : '');
  const foot = [
    line(''),
    line(span(` Two at once is impossible: the lock sees to it. ${target} is safe.`, { dim: true })),
  ];
  return { blocks: [rows(line(''), ...facts, line('')), choices, rows(...foot)], extents: {} };
}
