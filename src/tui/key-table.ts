/** Every key, what it does and where. */
import type { ActionId, Binding, Where } from './binding.ts';

/** The screens: what works on each of them works everywhere. */
export const PLACES: readonly Where[] = [
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
const ASKING: readonly Where[] = ['resume', 'decide', 'ask', 'gates'];
const ANYWHERE: readonly Where[] = [...PLACES, 'log', 'effort'];
const LISTS: readonly Where[] = [...ANYWHERE, 'help', 'leave'];
const EVERYTHING: readonly Where[] = [...PLACES, ...LYING_OVER];

/** The table, in the order of the hint bar: keys, action, its word there, its sentence in the help, where it works, where it is hinted. */
export const KEYMAP: readonly Binding[] = [
  bind('enter', 'start', 'start', 'start', ['plan'], ['plan']),
  bind('enter', 'take', 'choose', 'choose; says first what it would do', ASKING, ASKING),
  bind('enter', 'take', 'yes', 'yes', ['confirm'], ['confirm']),
  bind(
    'enter',
    'take',
    'choose',
    'choose; says first what it would do',
    ['leave', 'help', 'filter'],
    ['leave', 'help', 'filter'],
  ),
  bind('enter', 'open', 'open', 'open what is selected', ['run'], ['run']),
  bind('esc', 'back', 'back', 'back', EVERYTHING, [...LYING_OVER, 'three_way', 'record']),
  bind('space', 'leave_out', 'out / in', 'leave the effort out, or take it in again', ['plan'], ['plan']),
  bind('K shift+up', 'earlier', 'earlier', 'merge the effort earlier', ['plan'], ['plan']),
  bind('J shift+down', 'later', 'later', 'merge the effort later', ['plan'], ['plan']),
  bind(
    'v',
    'three_way',
    '3-way',
    'base, current and incoming side by side',
    ['decide', 'three_way'],
    ['decide', 'three_way'],
  ),
  bind(
    'n',
    'next_conflict',
    'next',
    'look at the next open conflict; it is not asked yet',
    ['decide', 'three_way'],
    ['decide', 'three_way'],
  ),
  bind(
    'N',
    'conflict_before',
    'before',
    'look at the open conflict before',
    ['decide', 'three_way'],
    ['three_way'],
  ),
  bind(
    'o',
    'scope',
    'hunk / file / effort',
    'how far the choice reaches: this hunk, the file, the effort',
    ['decide'],
    ['decide'],
  ),
  bind('t', 'try', 'try it', 'run the gates on the option under the cursor', ['decide'], ['decide']),
  bind(
    'e',
    'edit',
    'edit',
    'edit by hand, or look around in the slot',
    ['decide', 'three_way', 'gates'],
    ['decide'],
  ),
  bind('w', 'accept', 'accept', 'accept this failure by name (asks)', ['gates'], ['gates']),
  bind('r', 'plan_again', 'look again', 'read the branches again', ['plan'], ['plan']),
  bind('r', 'retry', 'run again', 'run again what is red or failed', ['gates', 'ask', 'run'], ['gates']),
  bind('c', 'go_to_question', 'decide', 'go to what waits for you', ANYWHERE, ['run', 'record']),
  bind('f', 'follow', 'follow', 'follow the end of the log', ['log', 'run', 'gates', 'effort'], ['log']),
  bind('right l', 'move_right', 'next side', 'next side', ['three_way'], ['three_way']),
  bind('left h', 'move_left', 'side before', 'side before', ['three_way'], ['three_way']),
  bind(
    'l',
    'log',
    'log',
    'the log on the whole screen',
    ['run', 'gates', 'decide', 'summary', 'effort', 'ask', 'record'],
    ['run', 'gates', 'effort'],
  ),
  bind('p', 'pause', 'pause', 'pause after what runs, or go on', PLACES, ['run']),
  bind('u', 'undo', 'undo merge', 'undo the last merge (asks)', ANYWHERE, ['run', 'summary']),
  bind(
    'x',
    'put_aside',
    'put aside',
    'put the effort aside (asks)',
    ['run', 'decide', 'gates', 'effort'],
    ['run', 'decide', 'gates'],
  ),
  bind('/', 'filter', 'filter', 'show only what matches', ['plan', 'run', 'log'], ['plan', 'log']),
  bind(
    'tab shift+tab',
    'next_pane',
    'other pane',
    'move in the other pane',
    ['run', 'gates', 'three_way'],
    ['run'],
  ),
  bind('up k', 'move_up', 'up', 'up', LISTS),
  bind('down j', 'move_down', 'down', 'down', LISTS),
  bind('pgup ctrl+u', 'page_up', 'page up', 'page up', LISTS),
  bind('pgdn ctrl+d', 'page_down', 'page down', 'page down', LISTS),
  bind('home g', 'first', 'first', 'first', LISTS),
  bind('end G', 'last', 'last', 'last', LISTS),
  bind('y', 'copy', 'copy', 'copy what is shown here (OSC 52)', ANYWHERE, ['summary']),
  bind('1', 'see_plan', 'plan', 'plan', PLACES),
  bind('2', 'see_run', 'what is going on', 'what is going on', PLACES),
  bind('3', 'see_gates', 'gates', 'gates', PLACES, ['summary']),
  bind('4', 'see_record', 'record', 'decisions, restore points, git commands', PLACES, ['summary']),
  bind('backspace', 'erase', 'erase', 'erase', ['help', 'filter']),
  bind('? : ctrl+p', 'help', 'help', 'this help; typing searches, enter does it', ANYWHERE, ANYWHERE),
  bind('D', 'detach', 'detach', 'detach: the engine goes on', ANYWHERE, ['run']),
  bind('q', 'leave', 'leave', 'leave (asks how)', ANYWHERE, ['plan', 'summary', 'resume', 'ask', 'decide']),
  bind('ctrl+c', 'interrupt', 'leave; twice: detach', 'leave; twice: detach', EVERYTHING),
  bind('ctrl+z', 'suspend', 'to the shell', 'suspend to the shell; fg comes back', EVERYTHING),
];

function bind(
  keys: string,
  action: ActionId,
  label: string,
  says: string,
  where: readonly Where[],
  hint: readonly Where[] = [],
): Binding {
  return { keys: keys.split(' '), action, label, says, where, hint };
}
