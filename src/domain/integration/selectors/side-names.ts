/** Display names of the two sides of a conflict: whose work collides, never git's words. */
import { sideName } from '../../conflict/authors.ts';
import type { Conflict, Hunk } from '../../conflict/conflict.ts';
import type { EffortName } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';

type About = Pick<Conflict, 'effort' | 'path'>;

/** Returns the merged efforts that share a file with another effort, as the forecast has it. */
export function effortsSharing(state: IntegrationState, { effort, path }: About): readonly EffortName[] {
  const merged = new Set(
    state.efforts_included.filter(({ status }) => status === 'MERGED').map(({ name }) => name),
  );
  return (state.forecast?.pairs ?? []).flatMap((pair) => {
    if (!pair.files.includes(path) || (pair.a !== effort && pair.b !== effort)) return [];
    const name = pair.a === effort ? pair.b : pair.a;
    return merged.has(name) ? [name] : [];
  });
}

/**
 * Returns who wrote the current side, of one hunk or of all of a conflict; the target counts by its name. Until the lines were looked
 * at, and in older sessions, it is those who share the file.
 */
export function currentAuthors(
  state: IntegrationState,
  conflict: Conflict,
  hunk: Hunk | null = null,
): readonly string[] {
  const hunks = hunk === null ? conflict.hunks : [hunk];
  const authors = [...new Set(hunks.flatMap((each) => each.authors))];
  return authors.length > 0 ? authors : effortsSharing(state, conflict);
}

/** Returns the display name of the current side of one hunk, or of all of a conflict. */
export function currentName(state: IntegrationState, conflict: Conflict, hunk: Hunk | null = null): string {
  return sideName(currentAuthors(state, conflict, hunk), state.target);
}
