import { offReason } from '../actions/all.ts';
import { type Block, rows, windowed } from '../frame/frame.ts';
import { type Line, line, span } from '../frame/line.ts';
import { padRight } from '../frame/width.ts';
import { helpedPlace, helpItems } from '../keys/help-items.ts';
import type { Body, Room } from '../screen.ts';
import type { Look } from '../screen-input.ts';

/** The keys that work in the place under the help. Typing searches, and Enter performs the selected one. */
export function helpScreen(look: Look, { height }: Room): Body {
  const { overlay } = look.view;
  const text = overlay?.kind === 'help' ? overlay.text : '';
  const selected = overlay?.kind === 'help' ? overlay.selected : 0;
  const under = { look: { ...look, view: { ...look.view, overlay: null } }, extents: {}, key: '' };
  const items = helpItems(look).map((item) => ({ ...item, off: offReason(item.action, under) }));
  return {
    blocks: helpBlocks(helpedPlace(look).replace('_', '-'), text, items, selected, height),
    extents: {},
  };
}

/** Returns the list of keys of a place: what each does, or why it is off. */
export function helpBlocks(
  place: string,
  text: string,
  keys: readonly { readonly keys: string; readonly label: string; readonly off: string | null }[],
  selected: number,
  height: number,
): readonly Block[] {
  const items = keys.map(({ keys: pressed, label, off }) => {
    const words: Line =
      off === null ? line(label) : line(span(label, { dim: true }), span(`   off: ${off}`, { dim: true }));
    return { id: pressed + label, line: line(span(padRight(pressed, 18), { bold: true }), words) };
  });
  const head = [line(span(` Keys for: ${place}`, { bold: true }), `     search: ${text}_`), line('')];
  const list = windowed({ kind: 'options', items, selected }, height - head.length);
  const none = rows(line(span('   no key matches', { dim: true })));
  return [rows(...head), items.length === 0 ? none : list];
}
