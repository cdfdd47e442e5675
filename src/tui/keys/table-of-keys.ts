import type { Binding } from './binding.ts';

const NAMED_KEY = /^(?:(?:ctrl|shift)\+.+|up|down|left|right|enter|esc|tab|pgup|pgdn|home|end|backspace)$/;

/** Creates a row: keys, action, its word in the hint bar, its sentence in the help, where it works, where it is hinted. */
export function binder<Action, Place>() {
  return (
    keys: string,
    action: Action,
    label: string,
    says: string,
    where: readonly Place[],
    hint: readonly Place[] = [],
  ): Binding<Action, Place> => ({ keys: keys.split(' '), action, label, says, where, hint });
}

/** Returns the action of a key in a place of a table; null when it has none there. Where somebody types, other keys are text. */
export function boundAction<Action, Place>(
  table: readonly Binding<Action, Place>[],
  key: string,
  where: Place,
  isTyping: boolean,
): Action | 'type' | null {
  const bound = table.find((binding) => binding.keys.includes(key) && binding.where.includes(where));
  if (bound !== undefined) return bound.action;
  return isTyping && !NAMED_KEY.test(key) ? 'type' : null;
}

/** Formats a table of keys for documents; what works on each of `places` works everywhere. */
export function tableOfKeys<Place extends string>(
  table: readonly Binding<string, Place>[],
  places: readonly Place[],
): string {
  const names = (wheres: readonly Place[]) =>
    places.every((place) => wheres.includes(place))
      ? 'everywhere'
      : wheres.map((where) => where.replace('_', '-')).join(', ');
  const lines = table.map(
    ({ keys, says, where }) => `| ${keys.map((key) => `\`${key}\``).join(' ')} | ${says} | ${names(where)} |`,
  );
  return ['| key | does | where |', '| --- | --- | --- |', ...lines].join('\n');
}
