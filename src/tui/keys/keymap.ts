/**
 * This folder: the table of keys, and the help that is printed from it.
 *
 * What a key means in each place. The hint bar, the help and the documents are generated from the same table that looks keys up.
 */
import { type Look, placeOf } from '../screen-input.ts';
import type { ActionId, Binding, Where } from './binding.ts';
import { KEYMAP, PLACES } from './key-table.ts';
import { boundAction, tableOfKeys } from './table-of-keys.ts';

/** Returns the place whose keys apply now. */
export function whereOf(look: Look): Where {
  if (look.view.filter.typing) return 'filter';
  if (look.view.overlay !== null) return look.view.overlay.kind;
  const place = placeOf(look);
  return place === 'decide' && look.view.three_way ? 'three_way' : place;
}

/** Returns the action of a key in a place; null when it has none there. */
export function actionFor(key: string, where: Where): ActionId | null {
  return boundAction(KEYMAP, key, where, where === 'help' || where === 'filter');
}

/** Lists the bindings of a place. */
export function bindingsAt(where: Where): readonly Binding[] {
  return KEYMAP.filter((binding) => binding.where.includes(where));
}

/** Formats the table for documents. */
export function keyTable(): string {
  return tableOfKeys(KEYMAP, PLACES);
}
