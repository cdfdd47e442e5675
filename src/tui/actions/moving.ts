/** Moves the cursor and scrolls. What moves depends on what has the focus. */
import { type KeyAction, type Scene, type Step, say, send, view } from '../action.ts';
import { nextBad, windowWords } from '../facts/log-rows.ts';
import { helpItems } from '../keys/help-items.ts';
import { whereOf } from '../keys/keymap.ts';
import { leaveChoices } from '../panes/leave-choices.ts';
import { elsewhereChoices } from '../panes/other-owner-choices.ts';
import { SIDES, THREE_COLUMNS } from '../panes/three-sides.ts';
import { shownRuns } from '../panes/wanted-run.ts';
import type { Extent } from '../screen.ts';
import { asksHere, choiceUnderCursor, type Look, selectedEffort, shownEfforts } from '../screen-input.ts';
import type { Pane } from '../view-state.ts';

type Target = 'efforts' | 'sessions' | 'choices' | 'runs' | 'overlay' | Pane;

const FAR = Number.MAX_SAFE_INTEGER;

export const move_up: KeyAction = { run: (scene) => moved(scene, -1) };
export const move_down: KeyAction = { run: (scene) => moved(scene, 1) };
export const page_up: KeyAction = { run: (scene) => paged(scene, -1) };
export const page_down: KeyAction = { run: (scene) => paged(scene, 1) };
export const first: KeyAction = { run: (scene) => moved(scene, -FAR) };
export const last: KeyAction = { run: (scene) => moved(scene, FAR) };
const allInView: KeyAction['off'] = ({ look }) =>
  look.size.columns < THREE_COLUMNS ? null : 'All three sides are in view';
export const move_left: KeyAction = { off: allInView, run: ({ look }) => side(look, SIDES.length - 1) };
export const move_right: KeyAction = { off: allInView, run: ({ look }) => side(look, 1) };

export const follow: KeyAction = {
  run: () => [view({ type: 'scrolled', pane: 'log', to: 0 })],
};

export const next_pane: KeyAction = {
  run: ({ look }) => (whereOf(look) === 'three_way' ? side(look, 1) : [view({ type: 'pane_changed' })]),
};

const badLine = (direction: 1 | -1, where: string): KeyAction => ({
  run: ({ look, extents }) => {
    const to = extents.log === undefined ? null : nextBad(look, extents.log, direction);
    if (to === null) return say(`No error line further ${where}${searchedWords(look, direction)}`, 'plain');
    return [view({ type: 'scrolled', pane: 'log', to })];
  },
});

export const next_bad = badLine(1, 'down');
export const bad_before = badLine(-1, 'up');
/** Names what was searched where that is not the whole log: what the filter shows, and no line before the window. */
function searchedWords(look: Look, direction: 1 | -1): string {
  const filtered = look.view.filter.text === '' ? '' : ' among the lines that match the filter';
  const part = direction < 0 ? windowWords(look) : null;
  return `${filtered}${part === null ? '' : ` in ${part}; o opens all`}`;
}

export const wrap: KeyAction = { run: () => [view({ type: 'wrap_toggled' })] };

function side(look: Look, by: number): readonly Step[] {
  return [view({ type: 'column', column: (look.view.column + by) % SIDES.length })];
}

function targetOf(look: Look): Target {
  const where = whereOf(look);
  switch (where) {
    case 'help':
    case 'leave':
    case 'elsewhere':
      return 'overlay';
    case 'log':
    case 'effort':
      return 'log';
    case 'plan':
      return 'efforts';
    case 'history':
      return 'sessions';
    case 'run':
      return look.view.in_text ? 'log' : 'efforts';
    case 'gates':
      if (look.view.in_text) return 'log';
      return look.question?.kind === 'red_gate' && asksHere(look) ? 'choices' : 'runs';
    case 'resume':
    case 'decide':
    case 'ask':
      return 'choices';
    case 'three_way':
    case 'summary':
    case 'record':
    case 'confirm':
    case 'filter':
      return 'text';
  }
}

/** Page keys scroll the text beside a list of choices, because the list itself is short. */
function paged(scene: Scene, direction: 1 | -1): readonly Step[] {
  const { look, extents } = scene;
  const target = targetOf(look);
  if (target === 'choices') {
    const pane = extents.text !== undefined && extents.text.max > 0 ? 'text' : 'log';
    return scrolledBy(look, pane, extents[pane], direction * (extents[pane]?.page ?? 1));
  }
  const page = target === 'text' || target === 'log' ? (extents[target]?.page ?? 1) : 10;
  return moved(scene, direction * page);
}

function moved(scene: Scene, by: number): readonly Step[] {
  const { look, extents } = scene;
  const target = targetOf(look);
  switch (target) {
    case 'efforts':
      return effortMoved(look, by);
    case 'choices':
      return choiceMoved(look, by);
    case 'runs':
      return [view({ type: 'row', row: clamped(look.view.row + by, shownRuns(look).length) })];
    case 'sessions': {
      const count = look.past.kind === 'read' ? look.past.sessions.length : 0;
      return [view({ type: 'row', row: clamped(look.view.row + by, count) })];
    }
    case 'overlay':
      return overlayMoved(look, by);
    case 'text':
    case 'log':
      return scrolledBy(look, target, extents[target], by);
  }
}

function clamped(index: number, count: number): number {
  return Math.max(0, Math.min(index, count - 1));
}

function effortMoved(look: Look, by: number): readonly Step[] {
  const efforts = shownEfforts(look);
  const from = efforts.findIndex((effort) => effort.name === selectedEffort(look)?.name);
  const to = efforts[clamped(from + by, efforts.length)];
  return to === undefined ? [] : [view({ type: 'selected', effort: to.name })];
}

/** The engine owns the cursor. The echo only shows the move until the next snapshot does. */
function choiceMoved(look: Look, by: number): readonly Step[] {
  const { question } = look;
  if (question === null || look.view.answered === question.id) return [];
  const here = question.choices.findIndex((choice) => choice.id === choiceUnderCursor(look)?.id);
  const to = question.choices[clamped(here + by, question.choices.length)];
  if (to === undefined || question.choices[here] === to) return [];
  const place = { question: question.id, choice: to.id };
  return [send({ type: 'highlight', ...place }), view({ type: 'highlighted', ...place })];
}

function overlayMoved(look: Look, by: number): readonly Step[] {
  const { overlay } = look.view;
  if (overlay?.kind !== 'help' && overlay?.kind !== 'leave' && overlay?.kind !== 'elsewhere') return [];
  const lists = { help: helpItems, leave: leaveChoices, elsewhere: elsewhereChoices };
  const count = lists[overlay.kind](look).length;
  const selected = clamped(overlay.selected + by, count);
  return [view({ type: 'overlay', overlay: { ...overlay, selected } })];
}

/** The log counts from its end, so scrolling up increases the offset. */
function scrolledBy(look: Look, pane: Pane, extent: Extent | undefined, by: number): readonly Step[] {
  const max = extent?.max ?? 0;
  const from = Math.min(look.view.scroll[pane], max);
  const to = pane === 'log' ? from - by : from + by;
  return [view({ type: 'scrolled', pane, to: Math.max(0, Math.min(to, max)) })];
}
