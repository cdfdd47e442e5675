/** Display names of the two sides of a conflict: the efforts whose work collides, never git's words. */
import type { Conflict } from '../../conflict/conflict.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';

type About = Pick<Conflict, 'effort' | 'path'>;

/** More names than this are less clear. */
const MOST_NAMES = 2;

/** Returns the merged efforts whose work in the file meets the incoming one: those forecast to conflict, else all that share it. */
export function currentEfforts(state: IntegrationState, { effort, path }: About): readonly EffortName[] {
  const merged = new Set(
    state.efforts_included.filter(({ status }) => status === 'MERGED').map(({ name }) => name),
  );
  const met = (state.forecast?.pairs ?? []).flatMap((pair) => {
    if (!pair.files.includes(path) || (pair.a !== effort && pair.b !== effort)) return [];
    const name = pair.a === effort ? pair.b : pair.a;
    return merged.has(name) ? [{ name, conflict: pair.conflict }] : [];
  });
  const colliding = met.filter(({ conflict }) => conflict);
  return (colliding.length > 0 ? colliding : met).map(({ name }) => name);
}

/** Returns the display name of the current side: the efforts that are in it, or the target where no effort touched the file. */
export function currentName(state: IntegrationState, about: About): string {
  const names = currentEfforts(state, about);
  const more = names.length - MOST_NAMES;
  if (more > 1) return `${names.slice(0, MOST_NAMES).join('+')}+${more} more`;
  return names.length > 0 ? names.join('+') : state.target;
}
