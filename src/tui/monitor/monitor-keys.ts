/** Every key of the monitor, what it does and where. */
import type { Binding } from '../keys/binding.ts';
import { binder, boundAction, tableOfKeys } from '../keys/table-of-keys.ts';
import { MONITOR_PLACES, type MonitorOverlay, type MonitorPlace, type MonitorView } from './monitor-view.ts';

/** Where keys have a meaning of their own. */
export type MonitorWhere = MonitorPlace | MonitorOverlay['kind'] | 'filter';

export type MonitorActionId =
  | 'back'
  | 'bad_before'
  | 'cancel_run'
  | 'cancel_step'
  | 'earlier_try'
  | 'erase'
  | 'filter'
  | 'first'
  | 'follow'
  | 'help'
  | 'last'
  | 'later_try'
  | 'leave'
  | 'move_down'
  | 'move_up'
  | 'next_bad'
  | 'next_place'
  | 'open'
  | 'page_down'
  | 'page_up'
  | 'retry'
  | 'see_output'
  | 'see_runs'
  | 'see_steps'
  | 'see_timeline'
  | 'suspend'
  | 'take'
  | 'type'
  | 'whole_log'
  | 'wrap';

const ALL = MONITOR_PLACES;
const IN_A_RUN = ['steps', 'timeline', 'output'] as const;
const LISTS: readonly MonitorWhere[] = [...ALL, 'help'];
const EVERYWHERE: readonly MonitorWhere[] = [...LISTS, 'confirm', 'filter'];
const bind = binder<MonitorActionId, MonitorWhere>();

export const MONITOR_KEYS: readonly Binding<MonitorActionId, MonitorWhere>[] = [
  bind(
    'enter right',
    'open',
    'open',
    'open the run, or the output of the step',
    ['runs', 'steps', 'timeline'],
    ['runs', 'steps', 'timeline'],
  ),
  bind('enter x X r', 'take', 'yes', 'yes; so does the key that asked', ['confirm'], ['confirm']),
  bind('enter', 'take', 'choose', 'choose', ['help', 'filter'], ['help', 'filter']),
  bind('esc', 'back', 'back', 'back', EVERYWHERE, [...IN_A_RUN, 'help', 'confirm', 'filter']),
  bind('left', 'back', 'back', 'back', IN_A_RUN),
  bind('x', 'cancel_step', 'cancel step', 'cancel the step (asks)', IN_A_RUN, IN_A_RUN),
  bind('X', 'cancel_run', 'cancel run', 'cancel the run; again: steps that always run as well (asks)', ALL, [
    'runs',
    'steps',
    'timeline',
  ]),
  bind('r', 'retry', 'retry', 'retry, or go on with a run left alone (asks)', ALL, ALL),
  bind('[', 'earlier_try', 'earlier try', 'the output of the try before', IN_A_RUN),
  bind(']', 'later_try', 'later try', 'the output of the next try', IN_A_RUN),
  bind('f', 'follow', 'follow', 'follow the end of the output', IN_A_RUN, ['output']),
  bind('n', 'next_bad', 'next error', 'next error line', ['output'], ['output']),
  bind('N', 'bad_before', 'previous error', 'previous error line', ['output']),
  bind('o', 'whole_log', 'open all', 'the whole output, in your pager', IN_A_RUN, ['output']),
  bind('w', 'wrap', 'wrap', 'break long lines, or cut them', ['output'], ['output']),
  bind('/', 'filter', 'filter', 'show only what matches', ALL, ['runs']),
  bind('up k', 'move_up', 'up', 'up', LISTS),
  bind('down j', 'move_down', 'down', 'down', LISTS),
  bind('pgup ctrl+u', 'page_up', 'page up', 'page up', LISTS),
  bind('pgdn ctrl+d', 'page_down', 'page down', 'page down', LISTS),
  bind('home g', 'first', 'first line', 'first line', LISTS),
  bind('end G', 'last', 'last line', 'last line', LISTS),
  bind('1', 'see_runs', 'runs', 'all runs', ALL),
  bind('2', 'see_steps', 'steps', 'the steps of the run, by level', ALL),
  bind('3', 'see_timeline', 'timeline', 'when each step waited, ran and was tried again', ALL, ['steps']),
  bind('4', 'see_output', 'output', 'the output of the step', ALL),
  bind('tab', 'next_place', 'next screen', 'the next of the four screens', ALL),
  bind('backspace', 'erase', 'erase', 'erase', ['help', 'filter']),
  bind('? : ctrl+p', 'help', 'help', 'this help; type to search, enter presses the key', ALL, ALL),
  bind('q', 'leave', 'leave', 'leave; what runs goes on', ALL, ['runs', 'steps', 'timeline']),
  bind('ctrl+c', 'leave', 'leave', 'leave; what runs goes on', EVERYWHERE),
  bind('ctrl+z', 'suspend', 'to the shell', 'suspend to the shell; fg comes back', EVERYWHERE),
];

/** Returns the place whose keys apply now. */
export function monitorWhere(view: MonitorView): MonitorWhere {
  return view.filter.typing ? 'filter' : (view.overlay?.kind ?? view.place);
}

/** Returns the action of a key; null when it has none there. */
export function monitorAction(key: string, where: MonitorWhere): MonitorActionId | null {
  return boundAction(MONITOR_KEYS, key, where, where === 'help' || where === 'filter');
}

/** Formats the table for documents. */
export function monitorKeyTable(): string {
  return tableOfKeys(MONITOR_KEYS, MONITOR_PLACES);
}
