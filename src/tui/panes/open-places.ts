/** The open conflicts of the effort that the question is about. One is being asked about; the person can look at the others. */
import { type Conflict, type Hunk, openHunks } from '../../domain/conflict/conflict.ts';
import { placeKey } from '../../domain/integration/selectors/evidence.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Look } from '../screen-input.ts';

export interface OpenPlace {
  readonly key: string;
  readonly conflict: Conflict;
  readonly hunk: Hunk;
  /** Whether the open question is about it. */
  readonly asked: boolean;
}

/** Lists the open hunks of the effort that the question is about, in the order of the questions. */
export function openPlaces({ question, snapshot }: Look): readonly OpenPlace[] {
  if (question?.kind !== 'conflict') return [];
  return snapshot.state.conflicts_detected.flatMap((conflict) => {
    const { effort, resolution_status, resolution_strategy, edited } = conflict;
    const open = resolution_status === 'IN_PROGRESS' && resolution_strategy === null && edited === null;
    if (!open || effort !== question.effort) return [];
    return openHunks(conflict).map((hunk) => ({
      key: placeKey(conflict, hunk),
      conflict,
      hunk,
      asked: conflict.id === question.conflict && hunk.index === question.hunk,
    }));
  });
}

/** Returns the open hunk that the question is about. */
export function askedPlace(look: Look): OpenPlace | null {
  return openPlaces(look).find((place) => place.asked) ?? null;
}

/** Returns the open hunk to show: the one the person picked, else the one that the question is about. */
export function shownPlace(look: Look): OpenPlace | null {
  return openPlaces(look).find((place) => place.key === look.view.looked_at) ?? askedPlace(look);
}

/** Returns what a choice applies to. A file that collides as a whole has one hunk: itself. */
export function scopeOf(look: Look): IntegrationState['scope'] {
  const { scope } = look.snapshot.state;
  return scope === 'hunk' && askedPlace(look)?.hunk.lines === null ? 'file' : scope;
}

/** Returns `conflict 2 of 3`. It counts all hunks of the effort that people decide, so that the number goes up and not down. */
export function placeWords({ snapshot }: Look, place: OpenPlace): string {
  const decided = snapshot.state.conflicts_detected.flatMap((conflict) =>
    conflict.effort === place.conflict.effort
      ? conflict.hunks.flatMap((hunk) =>
          hunk.choice === null || hunk.choice.by === 'operator' ? [placeKey(conflict, hunk)] : [],
        )
      : [],
  );
  return `conflict ${decided.indexOf(place.key) + 1} of ${decided.length}`;
}
