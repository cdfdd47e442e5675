import type { Look } from '../screen-input.ts';
import type { ActionId, Where } from './binding.ts';
import { bindingsAt, whereOf } from './keymap.ts';

export interface HelpItem {
  readonly keys: string;
  readonly action: ActionId;
  readonly label: string;
}

/** Gives the place that the help is about: what lies under it. */
export function helpedPlace(look: Look): Where {
  return whereOf({ ...look, view: { ...look.view, overlay: null } });
}

/** Gives the keys that mean something in the place under the help and match what was typed. */
export function helpItems(look: Look): readonly HelpItem[] {
  const { overlay } = look.view;
  const wanted = overlay?.kind === 'help' ? overlay.text.toLowerCase() : '';
  return bindingsAt(helpedPlace(look)).flatMap(({ keys, action, label, says }) => {
    const item = { keys: keys.join(' '), action, label: says };
    return `${item.keys} ${label} ${item.label}`.toLowerCase().includes(wanted) ? [item] : [];
  });
}
