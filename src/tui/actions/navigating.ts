/** Moves to another view: other screens, the log, the help, a filter. */
import { type KeyAction, type Step, say, view } from '../action.ts';
import { layoutOf } from '../frame/layout.ts';
import { take as firstColumns } from '../frame/width.ts';
import { helpItems } from '../keys/help-items.ts';
import { leaveChoices } from '../panes/leave-choices.ts';
import { elsewhereChoices } from '../panes/other-owner-choices.ts';
import { wantedRun } from '../panes/wanted-run.ts';
import { type Look, placeOf, selectedEffort, selectedSession } from '../screen-input.ts';
import type { PinnedPlace } from '../view-state.ts';
import { isAskedFullScreen } from './deciding.ts';

const seeing = (place: PinnedPlace): KeyAction => ({
  run: ({ look }) =>
    placeOf(look) === place && look.view.place === null && look.view.overlay === null
      ? []
      : [view({ type: 'place', place })],
});

export const see_plan = seeing('plan');
export const see_run = seeing('run');
export const see_gates = seeing('gates');
export const see_record = seeing('record');
export const see_history = seeing('history');

/** Esc goes back one step and never destroys anything. */
export const back: KeyAction = {
  run: ({ look }) => {
    const { view: seen } = look;
    if (seen.filter.typing) return [view({ type: 'filter', text: '', typing: false })];
    if (seen.overlay !== null) return [view({ type: 'overlay', overlay: null })];
    if (seen.three_way) return [view({ type: 'three_way_toggled' })];
    if (seen.filter.text !== '') return [view({ type: 'filter', text: '', typing: false })];
    if (seen.in_text) return [view({ type: 'pane_changed' })];
    if (seen.place !== null && seen.place !== 'run') return [view({ type: 'place', place: null })];
    if (!isAskedFullScreen(look)) return say('This is the first screen; q leaves', 'plain');
    return [
      view({ type: 'place', place: 'run' }),
      ...say('The question stays open; c returns to it', 'plain'),
    ];
  },
};

export const open: KeyAction = {
  off: ({ look }) => {
    if (placeOf(look) !== 'history') return selectedEffort(look) === null ? 'No effort is selected' : null;
    if (look.past.kind !== 'read') return 'The sessions are not read yet';
    return selectedSession(look)?.report == null ? 'This session has no report' : null;
  },
  run: (scene) => {
    const session = placeOf(scene.look) === 'history' ? selectedSession(scene.look) : null;
    if (session?.report != null) return [{ do: 'read', what: { kind: 'file', file: session.report } }];
    const effort = selectedEffort(scene.look);
    if (scene.look.question?.effort === effort?.name && scene.look.question !== null)
      return [view({ type: 'place', place: null })];
    const whole = layoutOf(scene.look.size) === 'list' || log.off?.(scene) != null;
    return whole ? [view({ type: 'overlay', overlay: { kind: 'effort' } })] : log.run(scene);
  },
};

/** Names what the log would be about. */
function shownWords(look: Look): string {
  const place = placeOf(look);
  if (place === 'decide') return 'this option';
  return place === 'run' ? (selectedEffort(look)?.name ?? 'any effort') : 'any effort';
}

export const log: KeyAction = {
  off: ({ look }) => (wantedRun(look) === null ? `No gate has run on ${shownWords(look)} yet` : null),
  run: ({ look }) => {
    const run = wantedRun(look);
    return run === null ? [] : [view({ type: 'overlay', overlay: { kind: 'log', run: run.id } })];
  },
};

export const see_help: KeyAction = {
  run: () => [view({ type: 'overlay', overlay: { kind: 'help', text: '', selected: 0 } })],
};

export const filter: KeyAction = {
  run: ({ look }) => [view({ type: 'filter', text: look.view.filter.text, typing: true })],
};

export const type: KeyAction = {
  run: ({ look, key }) => typed(look, (text) => text + (key === 'space' ? ' ' : key)),
};
export const erase: KeyAction = { run: ({ look }) => typed(look, (text) => text.slice(0, -1)) };

const MOST_TYPED = 80;

function typed(look: Look, change: (text: string) => string): readonly Step[] {
  const { overlay, filter: present } = look.view;
  if (overlay?.kind === 'help') {
    const text = firstColumns(change(overlay.text), MOST_TYPED);
    return [view({ type: 'overlay', overlay: { kind: 'help', text, selected: 0 } })];
  }
  return [view({ type: 'filter', text: firstColumns(change(present.text), MOST_TYPED), typing: true })];
}

/** Handles Enter in an overlay. */
export function takeOverlay(look: Look): readonly Step[] | null {
  const { overlay, filter: present } = look.view;
  if (present.typing) return [view({ type: 'filter', text: present.text, typing: false })];
  if (overlay?.kind === 'elsewhere') return elsewhereChoices(look)[overlay.selected]?.steps ?? [];
  if (overlay?.kind === 'leave') return leaveChoices(look)[overlay.selected]?.steps ?? [];
  if (overlay?.kind !== 'help') return null;
  const item = helpItems(look)[overlay.selected];
  const closed = view({ type: 'overlay', overlay: null });
  return item === undefined ? [closed] : [closed, { do: 'press', action: item.action }];
}
