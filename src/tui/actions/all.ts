/** This folder: what keys do. */
import { type KeyAction, type Scene, type Step, say } from '../action.ts';
import type { ActionId } from '../keys/binding.ts';
import { asksHere } from '../screen-input.ts';
import { copy, copy_command } from './copying.ts';
import * as deciding from './deciding.ts';
import * as moving from './moving.ts';
import * as looking from './navigating.ts';
import { pick } from './picking.ts';
import * as planning from './planning.ts';
import * as reading from './reading.ts';
import * as session from './session.ts';

const take: KeyAction = {
  off: ({ look }) => {
    const over_it = look.view.overlay !== null || look.view.filter.typing;
    return over_it || asksHere(look) ? null : 'There is no question here';
  },
  run: ({ look }) =>
    looking.takeOverlay(look) ??
    (look.view.overlay?.kind === 'confirm' ? deciding.takeConfirmed(look) : deciding.takeChoice(look)),
};

/** What each action of the keymap does. A missing one is a compile error. */
export const ACTIONS: Readonly<Record<ActionId, KeyAction>> = {
  accept: deciding.accept,
  bad_before: moving.bad_before,
  copy_command,
  diff: reading.diff,
  next_bad: moving.next_bad,
  order_by: planning.order_by,
  pick,
  merge_again: session.merge_again,
  stream: reading.stream,
  take_everywhere: deciding.take_everywhere,
  whole_log: reading.whole_log,
  wrap: moving.wrap,
  back: looking.back,
  conflict_before: deciding.conflict_before,
  copy,
  detach: session.detach,
  earlier: planning.earlier,
  edit: deciding.edit,
  erase: looking.erase,
  exclude: planning.exclude,
  filter: looking.filter,
  first: moving.first,
  follow: moving.follow,
  go_to_question: deciding.goToQuestion,
  help: looking.see_help,
  hold_effort: session.hold_effort,
  interrupt: session.interrupt,
  last: moving.last,
  later: planning.later,
  leave: session.leave,
  log: looking.log,
  move_down: moving.move_down,
  move_left: moving.move_left,
  move_right: moving.move_right,
  move_up: moving.move_up,
  next_conflict: deciding.next_conflict,
  next_pane: moving.next_pane,
  open: looking.open,
  page_down: moving.page_down,
  page_up: moving.page_up,
  pause: session.pause,
  plan_again: planning.plan_again,
  restart: session.restart,
  retry: deciding.retry,
  scope: deciding.scope,
  see_gates: looking.see_gates,
  see_history: looking.see_history,
  see_pipelines: session.see_pipelines,
  see_plan: looking.see_plan,
  see_record: looking.see_record,
  see_run: looking.see_run,
  start: planning.start,
  suspend: session.suspend,
  take,
  take_back: session.take_back,
  three_way: deciding.three_way,
  try: deciding.tryOption,
  type: looking.type,
};

/** Returns the steps of an action. An action that is off only shows the reason. */
export function stepsOf(action: ActionId, scene: Scene): readonly Step[] {
  const { off, run } = ACTIONS[action];
  const because = off?.(scene) ?? null;
  return because === null ? run(scene) : say(because);
}

/** Returns why an action is not available now; null when it is. */
export function offReason(action: ActionId, scene: Scene): string | null {
  return ACTIONS[action].off?.(scene) ?? null;
}
