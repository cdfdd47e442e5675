import { type OptionsBlock, rows } from '../frame/frame.ts';
import { type Line, line, span } from '../frame/line.ts';
import { padRight } from '../frame/width.ts';
import { elsewhereChoices } from '../panes/other-owner-choices.ts';
import type { Body } from '../screen.ts';
import type { Elsewhere, Look } from '../screen-input.ts';

/** Who drives the session, and what can be done. */
export function elsewhereDialog(look: Look): Body {
  const { elsewhere, snapshot } = look;
  const { overlay } = look.view;
  if (elsewhere === null) return { blocks: [], extents: {} };
  const choices: OptionsBlock = {
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
    line(span(` Only one session can run; the lock prevents a second. ${target} is safe.`, { dim: true })),
  ];
  return { blocks: [rows(line(''), ...facts, line('')), choices, rows(...foot)], extents: {} };
}

/** Returns the facts. An owner that cannot be reached is never reported as dead. */
function elsewhereLines({ role, pid, host, since, seen }: Elsewhere, local_host: string): readonly Line[] {
  const what = role === 'run' ? 'intorch run, without a screen' : 'an engine';
  const where = host === local_host ? 'this host' : `host ${host}`;
  const words = {
    working: 'live: it holds the lock of this repository',
    silent: 'unverifiable: it holds the lock, and does not answer',
    unverifiable: 'unverifiable: nobody can ask another host from here',
  };
  return [
    line(span(` ${what} works on this repository`, { bold: true })),
    line(''),
    line(`   process    ${pid} on ${where}`),
    line(`   since      ${since}`),
    line(`   state      ${words[seen]}`),
  ];
}
