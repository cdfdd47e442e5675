import { sanitizeLine } from '../shared/text.ts';
import type { DoubleClaim } from './double-claims.ts';

/** More places than these are counted. */
const MOST_PLACES = 3;

/** Names what is claimed, with its places: `parseDate in src/a.ts and src/b.ts`, `number 0012 in db as 0012_x.sql and 0012_y.sql`. */
export function doubleClaimWords({
  kind,
  what,
  places,
}: Pick<DoubleClaim<string>, 'kind' | 'what' | 'places'>): string {
  const is_of_texts = kind === 'number' || kind === 'value';
  const all = [...new Set(places.flatMap(({ path, text }) => (is_of_texts ? text : (path ?? []))))];
  const more = all.length - MOST_PLACES;
  const named = [...all.slice(0, MOST_PLACES), ...(more > 0 ? [`${more} more`] : [])];
  if (named.length === 0) return what;
  const inside = kind === 'value' ? ` in ${places[0]?.path ?? ''}` : '';
  return sanitizeLine(`${what}${inside} ${is_of_texts ? 'as' : 'in'} ${listed(named)}`);
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
