import type { ActionId } from '../keys/binding.ts';
import type { Look } from '../screen-input.ts';

/** What only the one who drives the session can be asked. */
const ASKS_THE_DRIVER: readonly ActionId[] = [
  'accept',
  'detach',
  'earlier',
  'edit',
  'later',
  'leave_out',
  'order_by',
  'pause',
  'plan_again',
  'put_aside',
  'redo',
  'retry',
  'scope',
  'start',
  'take_everywhere',
  'try',
  'undo',
];

/** Says whether an action would ask something of somebody who is only looked at. */
export function isOutOfReach(look: Look, action: ActionId): boolean {
  return look.elsewhere !== null && ASKS_THE_DRIVER.includes(action);
}
