import { currentName } from '../../domain/integration/selectors/side-names.ts';
import { rows } from '../frame/frame.ts';
import { cutLine, type Line, line, span, spread, styled, wrapped } from '../frame/line.ts';
import { rule } from '../frame/theme.ts';
import { type Body, type Room, scrolled } from '../screen.ts';
import { choiceUnderCursor, type Look, optionOf } from '../screen-input.ts';
import { askedPlace, type OpenPlace } from './open-places.ts';
import { type Origin, type Preview, preview } from './preview.ts';

const RARE_SIGNS: Readonly<Partial<Record<Origin, string>>> = { B: 'base', '*': 'new', '?': 'still open' };

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
  const { lines, signs } = preview(look.snapshot, place, option, room);
  const { rows: shown, extent } = scrolled(
    lines.map((each) => cutLine(each, width)),
    look.view.scroll.text,
    room.height,
  );
  const legend = legendLine(look, place, signs, width, extent.max > 0);
  const filler = Array.from({ length: Math.max(0, room.height - shown.length) }, () => line(''));
  return { blocks: [rows(head, ...shown, ...filler, legend)], extents: { text: extent } };
}

/** Explains every sign that the preview shows; those of the sides and of both are always explained. */
function legendLine(
  look: Look,
  { conflict }: OpenPlace,
  signs: Preview['signs'],
  width: number,
  scrolls: boolean,
): Line {
  const others = [...signs].flatMap((sign) => (sign in RARE_SIGNS ? `${sign} ${RARE_SIGNS[sign]}  ` : []));
  const legend = line(
    ' ',
    span('C', { color: 'cyan' }),
    ` ${currentName(look.snapshot.state, conflict)}  `,
    span('I', { color: 'magenta' }),
    ` ${conflict.effort}  ${others.join('')}(none) both`,
  );
  const more = line(span(scrolls ? 'pgdn shows more' : '', { bold: true }));
  return scrolls
    ? spread(styled(legend, { dim: true }), more, width)
    : cutLine(styled(legend, { dim: true }), width);
}
