/**
 * This folder: the table of keys, and the help that is printed from it.
 *
 * What a key means where: the hint bar, the help and the documents are printed from the same table that keys are looked up in.
 */
import { type Look, placeOf } from '../screen-input.ts';
import type { ActionId, Binding, Where } from './binding.ts';
import { KEYMAP, PLACES } from './key-table.ts';

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

/** Gives the table for documents. */
export function keyTable(): string {
  const names = (wheres: readonly Where[]) =>
    PLACES.every((place) => wheres.includes(place))
      ? 'everywhere'
      : wheres.map((where) => where.replace('_', '-')).join(', ');
  const lines = KEYMAP.map(
    ({ keys, says, where }) => `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${says} | ${names(where)} |`,
  );
  return ['| key | does | where |', '| --- | --- | --- |', ...lines].join('\n');
}
