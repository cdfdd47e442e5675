/** Every key, what it does and where: the hint bar, the help and the README's table are printed from here. */
import type { Look, Place } from './look.ts';
import { placeOf } from './look.ts';
import type { Overlay } from './view-state.ts';

/** Where keys mean something of their own: a screen, the three-way view, something lying over a screen, or a typed filter. */
export type Where = Place | 'three_way' | 'filter' | Overlay['kind'];

export type ActionId =
  | 'accept'
  | 'back'
  | 'copy'
  | 'detach'
  | 'earlier'
  | 'edit'
  | 'erase'
  | 'filter'
  | 'first'
  | 'follow'
  | 'go_to_question'
  | 'help'
  | 'interrupt'
  | 'last'
  | 'later'
  | 'leave'
  | 'leave_out'
  | 'log'
  | 'move_down'
  | 'move_left'
  | 'move_right'
  | 'move_up'
  | 'next_pane'
  | 'open'
  | 'page_down'
  | 'page_up'
  | 'pause'
  | 'plan_again'
  | 'put_aside'
  | 'retry'
  | 'scope'
  | 'see_gates'
  | 'see_plan'
  | 'see_record'
  | 'see_run'
  | 'start'
  | 'suspend'
  | 'take'
  | 'three_way'
  | 'try'
  | 'type'
  | 'undo';

export interface Binding {
  readonly keys: readonly string[];
  readonly action: ActionId;
  /** In the hint bar. */
  readonly label: string;
  /** In the help and in documents, where the label is not enough. */
  readonly says?: string;
  readonly where: readonly Where[];
  /** Stands in the hint bar of these places; without it only in the help. */
  readonly hint?: readonly Where[];
}

const ASKING: readonly Where[] = ['resume', 'decide', 'ask', 'gates'];
const PLACES: readonly Where[] = [
  'resume',
  'plan',
  'run',
  'decide',
  'three_way',
  'ask',
  'gates',
  'record',
  'summary',
];
const LYING_OVER: readonly Where[] = ['help', 'leave', 'log', 'effort', 'confirm', 'filter'];
const ANYWHERE: readonly Where[] = [...PLACES, 'log', 'effort'];
const LISTS: readonly Where[] = [...ANYWHERE, 'help', 'leave'];

/** In the order of the hint bar. */
export const KEYMAP: readonly Binding[] = [
  { keys: ['enter'], action: 'start', label: 'start', where: ['plan'], hint: ['plan'] },
  {
    keys: ['enter'],
    action: 'take',
    label: 'choose',
    says: 'choose; says first what it would do',
    where: ASKING,
    hint: ASKING,
  },
  { keys: ['enter'], action: 'take', label: 'yes', where: ['confirm'], hint: ['confirm'] },
  {
    keys: ['enter'],
    action: 'take',
    label: 'choose',
    says: 'choose; says first what it would do',
    where: ['leave', 'help', 'filter'],
    hint: ['leave', 'help', 'filter'],
  },
  {
    keys: ['enter'],
    action: 'open',
    label: 'open',
    says: 'open what is selected',
    where: ['run'],
    hint: ['run'],
  },
  { keys: ['esc'], action: 'back', label: 'back', where: [...PLACES, ...LYING_OVER], hint: LYING_OVER },
  {
    keys: ['space'],
    action: 'leave_out',
    label: 'out / in',
    says: 'leave the effort out, or take it in again',
    where: ['plan'],
    hint: ['plan'],
  },
  {
    keys: ['K', 'shift+up'],
    action: 'earlier',
    label: 'earlier',
    says: 'merge the effort earlier',
    where: ['plan'],
    hint: ['plan'],
  },
  {
    keys: ['J', 'shift+down'],
    action: 'later',
    label: 'later',
    says: 'merge the effort later',
    where: ['plan'],
    hint: ['plan'],
  },
  {
    keys: ['v'],
    action: 'three_way',
    label: '3-way',
    says: 'base, current and incoming side by side',
    where: ['decide', 'three_way'],
    hint: ['decide', 'three_way'],
  },
  {
    keys: ['o'],
    action: 'scope',
    label: 'hunk / file / effort',
    says: 'how far the choice reaches: this hunk, the file, the effort',
    where: ['decide'],
    hint: ['decide'],
  },
  {
    keys: ['t'],
    action: 'try',
    label: 'try it',
    says: 'run the gates on the option under the cursor',
    where: ['decide'],
    hint: ['decide'],
  },
  {
    keys: ['e'],
    action: 'edit',
    label: 'edit',
    says: 'edit by hand, or look around in the slot',
    where: ['decide', 'three_way', 'gates'],
    hint: ['decide'],
  },
  {
    keys: ['w'],
    action: 'accept',
    label: 'accept',
    says: 'accept this failure by name (asks)',
    where: ['gates'],
    hint: ['gates'],
  },
  {
    keys: ['r'],
    action: 'plan_again',
    label: 'look again',
    says: 'read the branches again',
    where: ['plan'],
    hint: ['plan'],
  },
  {
    keys: ['r'],
    action: 'retry',
    label: 'run again',
    says: 'run again what is red or failed',
    where: ['gates', 'ask', 'run'],
    hint: ['gates'],
  },
  {
    keys: ['c'],
    action: 'go_to_question',
    label: 'decide',
    says: 'go to what waits for you',
    where: ANYWHERE,
    hint: ['run', 'record'],
  },
  {
    keys: ['f'],
    action: 'follow',
    label: 'follow',
    says: 'follow the end of the log',
    where: ['log', 'run', 'gates', 'effort'],
    hint: ['log'],
  },
  {
    keys: ['right', 'l'],
    action: 'move_right',
    label: 'next side',
    where: ['three_way'],
    hint: ['three_way'],
  },
  {
    keys: ['left', 'h'],
    action: 'move_left',
    label: 'side before',
    where: ['three_way'],
    hint: ['three_way'],
  },
  {
    keys: ['l'],
    action: 'log',
    label: 'log',
    says: 'the log on the whole screen',
    where: ['run', 'gates', 'decide', 'summary', 'effort', 'ask', 'record'],
    hint: ['run', 'gates', 'effort'],
  },
  {
    keys: ['p'],
    action: 'pause',
    label: 'pause',
    says: 'pause after what runs, or go on',
    where: PLACES,
    hint: ['run'],
  },
  {
    keys: ['u'],
    action: 'undo',
    label: 'undo merge',
    says: 'undo the last merge (asks)',
    where: ANYWHERE,
    hint: ['run', 'summary'],
  },
  {
    keys: ['x'],
    action: 'put_aside',
    label: 'put aside',
    says: 'put the effort aside (asks)',
    where: ['run', 'decide', 'gates', 'effort'],
    hint: ['run', 'decide', 'gates'],
  },
  {
    keys: ['/'],
    action: 'filter',
    label: 'filter',
    says: 'show only what matches',
    where: ['plan', 'run', 'log'],
    hint: ['plan', 'log'],
  },
  {
    keys: ['tab', 'shift+tab'],
    action: 'next_pane',
    label: 'other pane',
    says: 'move in the other pane',
    where: ['run', 'gates', 'three_way'],
    hint: ['run'],
  },
  { keys: ['up', 'k'], action: 'move_up', label: 'up', where: LISTS },
  { keys: ['down', 'j'], action: 'move_down', label: 'down', where: LISTS },
  { keys: ['pgup', 'ctrl+u'], action: 'page_up', label: 'page up', where: LISTS },
  { keys: ['pgdn', 'ctrl+d'], action: 'page_down', label: 'page down', where: LISTS },
  { keys: ['home', 'g'], action: 'first', label: 'first', where: LISTS },
  { keys: ['end', 'G'], action: 'last', label: 'last', where: LISTS },
  {
    keys: ['y'],
    action: 'copy',
    label: 'copy',
    says: 'copy what is shown here (OSC 52)',
    where: ANYWHERE,
    hint: ['summary'],
  },
  { keys: ['1'], action: 'see_plan', label: 'plan', where: PLACES },
  { keys: ['2'], action: 'see_run', label: 'what is going on', where: PLACES },
  { keys: ['3'], action: 'see_gates', label: 'gates', where: PLACES, hint: ['summary'] },
  {
    keys: ['4'],
    action: 'see_record',
    label: 'record',
    says: 'decisions, restore points, git commands',
    where: PLACES,
    hint: ['summary'],
  },
  { keys: ['backspace'], action: 'erase', label: 'erase', where: ['help', 'filter'] },
  {
    keys: ['?', ':', 'ctrl+p'],
    action: 'help',
    label: 'help',
    says: 'this help; typing searches, enter does it',
    where: ANYWHERE,
    hint: ANYWHERE,
  },
  {
    keys: ['D'],
    action: 'detach',
    label: 'detach',
    says: 'detach: the engine goes on',
    where: ANYWHERE,
    hint: ['run'],
  },
  {
    keys: ['q'],
    action: 'leave',
    label: 'leave',
    says: 'leave (asks how)',
    where: ANYWHERE,
    hint: ['plan', 'summary', 'resume'],
  },
  {
    keys: ['ctrl+c'],
    action: 'interrupt',
    label: 'leave; twice: detach',
    where: [...ANYWHERE, ...LYING_OVER],
  },
  {
    keys: ['ctrl+z'],
    action: 'suspend',
    label: 'to the shell',
    says: 'suspend to the shell; fg comes back',
    where: [...ANYWHERE, ...LYING_OVER],
  },
];

const NAMED_KEY = /^(?:(?:ctrl|shift)\+.+|up|down|left|right|enter|esc|tab|pgup|pgdn|home|end|backspace)$/;

/** Gives where keys belong now. */
export function whereOf(look: Look): Where {
  if (look.view.filter.typing) return 'filter';
  if (look.view.overlay !== null) return look.view.overlay.kind;
  const place = placeOf(look);
  return place === 'decide' && look.view.three_way ? 'three_way' : place;
}

/** Gives what a key does somewhere; null when it does nothing there. */
export function actionFor(key: string, where: Where): ActionId | null {
  const bound = KEYMAP.find((binding) => binding.keys.includes(key) && binding.where.includes(where));
  if (bound !== undefined) return bound.action;
  const typing = where === 'help' || where === 'filter';
  return typing && !NAMED_KEY.test(key) ? 'type' : null;
}

/** Gives the bindings that mean something somewhere. */
export function bindingsAt(where: Where): readonly Binding[] {
  return KEYMAP.filter((binding) => binding.where.includes(where));
}

/** Gives the table of all keys for documents. */
export function keyTable(): string {
  const names = (wheres: readonly Where[]) => {
    if (PLACES.every((place) => wheres.includes(place))) return 'everywhere';
    return wheres.map((where) => where.replace('_', '-')).join(', ');
  };
  const lines = KEYMAP.map(
    ({ keys, label, where }) =>
      `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${label} | ${names(where)} |`,
  );
  return ['| key | does | where |', '| --- | --- | --- |', ...lines].join('\n');
}
