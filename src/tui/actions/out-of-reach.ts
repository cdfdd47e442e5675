import type { ActionId } from '../keys/binding.ts';
import type { Look } from '../screen-input.ts';

/** Actions that only the driver of the session can be asked to do. */
const ASKS_THE_DRIVER: readonly ActionId[] = [
  'accept',
  'detach',
  'earlier',
  'edit',
  'exclude',
  'hold_effort',
  'later',
  'merge_again',
  'order_by',
  'pause',
  'plan_again',
  'retry',
  'scope',
  'start',
  'take_back',
  'take_everywhere',
  'try',
];

/** Checks whether an action would ask something of a driver that this screen only watches. */
export function isOutOfReach(look: Look, action: ActionId): boolean {
  return look.elsewhere !== null && ASKS_THE_DRIVER.includes(action);
}
