import { factWords } from '../../domain/integration/question-fact.ts';
import { type Block, rows, sideBySide, windowed } from '../frame/frame.ts';
import { layoutOf } from '../frame/layout.ts';
import { type Line, line, span, spread, wrapped } from '../frame/line.ts';
import { DIVIDER } from '../frame/theme.ts';
import { choiceBlock } from '../panes/choices.ts';
import { askedPlace, placeWords, scopeOf, shownPlace } from '../panes/open-places.ts';
import { evidenceLines, intentLines } from '../panes/option-evidence.ts';
import { previewPane } from '../panes/preview-pane.ts';
import type { Body, Room, Screen } from '../screen.ts';
import { choiceUnderCursor, type Look } from '../screen-input.ts';
import { threeWay } from './three-way.ts';

/** One conflict: the options, what speaks for and against the one under the cursor, and the text it would write. */
export const conflictScreen: Screen = (look, room) => {
  const shown = look.view.three_way ? shownPlace(look) : null;
  if (shown !== null) return threeWay(look, shown, room);
  const layout = layoutOf(look.size);
  const beside = layout === 'wide' || layout === 'medium';
  return beside ? besides(look, room) : stacked(look, room);
};

/** From this height on, there is room for everything that is known. */
const ROOMY = 26;
/** Rows of evidence that stay in view, however many choices there are. */
const LEAST_EVIDENCE = 4;

function besides(look: Look, { width, height }: Room): Body {
  const left_width = Math.floor((width - 3) * 0.52);
  const right_width = width - 3 - left_width;
  const text = previewPane(look, { width: right_width, height }, '');
  const roomy = height >= ROOMY;
  const head = [
    ...wrapped(` ${look.question?.title ?? ''}`, left_width, 2, { bold: true }),
    ...(roomy || look.question?.kind === 'edit' ? factLines(look, left_width) : []),
  ];
  const choices = choiceBlock(look, left_width);
  const most = Math.max(3, height - head.length - 3 - LEAST_EVIDENCE);
  const left: Block[] = [
    rows(...head, line(''), sectionLine(look, left_width)),
    windowed(choices, Math.min(choices.items.length, most)),
    rows(line(''), ...evidenceLines(look, left_width, !roomy)),
    rows(line(''), ...intentLines(look, left_width)),
  ];
  const columns = [
    { width: left_width, blocks: left },
    { width: right_width, blocks: text.blocks },
  ];
  return { blocks: [sideBySide(columns, height, DIVIDER)], extents: text.extents };
}

function stacked(look: Look, { width, height }: Room): Body {
  const choices = choiceBlock(look, width);
  const count = choices.items.length;
  const roomy = height >= ROOMY;
  const most = roomy ? count : Math.max(3, Math.min(count, Math.floor((height - 2) * 0.45)));
  const facts = roomy
    ? [...evidenceLines(look, width, false), ...intentLines(look, width)].slice(0, Math.floor(height / 3))
    : evidenceLines(look, width, true).slice(0, height >= 16 ? 2 : 1);
  const head = line(' ', span(look.question?.title ?? '', { bold: true }));
  const at = look.question?.choices.findIndex(({ id }) => id === choiceUnderCursor(look)?.id) ?? 0;
  const heading = most < count ? `${at + 1} of ${count}: ` : '';
  // Nothing else shows why an edited file was not accepted.
  const said = look.question?.kind === 'edit' ? factLines(look, width) : [];
  const used = 1 + said.length + most + facts.length;
  const text = previewPane(look, { width, height: height - used }, heading);
  return {
    blocks: [
      rows(spread(head, line(wordsOf(look)), width), ...said),
      windowed(choices, most),
      rows(...facts),
      ...text.blocks,
    ],
    extents: text.extents,
  };
}

function factLines(look: Look, width: number): readonly Line[] {
  return (look.question?.facts ?? []).flatMap((fact) =>
    wrapped(` ${factWords(fact)}`, width, 2, { dim: true }),
  );
}

/** Returns `conflict 1 of 2 [hunk]`: which one it is, and what a choice applies to. */
function wordsOf(look: Look): string {
  const place = askedPlace(look);
  return place === null ? '' : `${placeWords(look, place)} [${scopeOf(look)}]`;
}

function sectionLine(look: Look, width: number): Line {
  const words = wordsOf(look);
  return spread(
    line(span(' HOW TO RESOLVE', { bold: true }), span('  risk: of losing work', { dim: true })),
    line(span(words, words === '' ? {} : { color: 'cyan' })),
    width,
  );
}
