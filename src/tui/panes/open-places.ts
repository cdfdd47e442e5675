/** The open conflicts of the effort that is asked about: one is asked, the others can be looked at. */
import { type Conflict, type Hunk, openHunks } from '../../domain/conflict/conflict.ts';
import { placeKey } from '../../domain/integration/selectors/evidence.ts';
import type { Look } from '../screen-input.ts';

export interface OpenPlace {
  readonly key: string;
  readonly conflict: Conflict;
  readonly hunk: Hunk;
  /** Whether it is what the open question is about. */
  readonly asked: boolean;
}

/** Gives the open hunks of the effort that is asked about, in the order in which they are asked. */
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

/** Gives the one that is asked about. */
export function askedPlace(look: Look): OpenPlace | null {
  return openPlaces(look).find((place) => place.asked) ?? null;
}

/** Gives the one that is looked at, which is the asked one where nothing else was picked. */
export function shownPlace(look: Look): OpenPlace | null {
  return openPlaces(look).find((place) => place.key === look.view.looked_at) ?? askedPlace(look);
}

/** Gives `conflict 2 of 3`, counted over all of the effort that somebody decides, so that the count goes up and not down. */
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
