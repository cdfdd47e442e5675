import { currentName } from '../../domain/integration/selectors/side-names.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, type Line, line, span, spread, styled, wrapped } from '../frame/line.ts';
import { rule } from '../frame/theme.ts';
import { type Body, type Room, scrolled } from '../screen.ts';
import { choiceUnderCursor, type Look, optionOf } from '../screen-input.ts';
import { askedPlace, type OpenPlace } from './open-places.ts';
import { previewLines } from './preview.ts';

/** Shows what the choice under the cursor would write, in its place in the file. Nothing is written yet. */
export function previewPane(look: Look, { width, height }: Room, heading: string): Body {
  const choice = choiceUnderCursor(look);
  const place = askedPlace(look);
  const option = optionOf(place?.hunk ?? null, choice);
  if (choice === null) return { blocks: [], extents: {} };
  if (place === null || option === null) {
    const lines = [line(''), ...wrapped(` ${choice.detail}`, width, 4)];
    const head = rule(width, `${heading}${choice.label}`);
    return { blocks: [rows(head, ...(choice.detail === '' ? [] : lines))], extents: {} };
  }
  const head = rule(width, `${heading}${choice.label}, not written yet`);
  const room = { width, height: height - 2 };
  const { rows: shown, extent } = scrolled(
    previewLines(look.snapshot, place, option, room).map((each) => cutLine(each, width)),
    look.view.scroll.text,
    room.height,
  );
  const legend = legendLine(look, place, width, extent.max > 0);
  const filler = Array.from({ length: Math.max(0, room.height - shown.length) }, () => line(''));
  return { blocks: [rows(head, ...shown, ...filler, legend)], extents: { text: extent } };
}

function legendLine(look: Look, { conflict }: OpenPlace, width: number, scrolls: boolean): Line {
  const legend = line(
    ' ',
    span('C', { color: 'cyan' }),
    ` ${currentName(look.snapshot.state, conflict)}  `,
    span('I', { color: 'magenta' }),
    ` ${conflict.effort}  (none) both  * new`,
  );
  const more = line(span(scrolls ? 'pgdn shows more' : '', { bold: true }));
  return scrolls
    ? spread(styled(legend, { dim: true }), more, width)
    : cutLine(styled(legend, { dim: true }), width);
}
