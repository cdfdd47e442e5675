import type { Look } from '../screen-input.ts';
import type { ActionId, Where } from './binding.ts';
import { bindingsAt, whereOf } from './keymap.ts';

export interface HelpItem {
  readonly keys: string;
  readonly action: ActionId;
  readonly label: string;
}

/** Returns the place that the help describes: what lies under it. */
export function helpedPlace(look: Look): Where {
  return whereOf({ ...look, view: { ...look.view, overlay: null } });
}

/** Lists the keys that work in the place under the help and match the typed filter. */
export function helpItems(look: Look): readonly HelpItem[] {
  const { overlay } = look.view;
  const wanted = overlay?.kind === 'help' ? overlay.text.toLowerCase() : '';
  return bindingsAt(helpedPlace(look)).flatMap(({ keys, action, label, says }) => {
    const item = { keys: keys.join(' '), action, label: says };
    return `${item.keys} ${label} ${item.label}`.toLowerCase().includes(wanted) ? [item] : [];
  });
}
