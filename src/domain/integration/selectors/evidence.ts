/** What a screen needs to show open conflicts: their texts, and the lines around them. */
import type { Conflict, Hunk, LineRange, Sides } from '../../conflict/conflict.ts';
import { MOST_AROUND } from '../../conflict/result-around.ts';
import type { Sha } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';

/** Unchanged lines right before and after a hunk on one side. */
export interface Around {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A hunk whose surroundings help to decide it: its whole files, and where its lines stand in them. */
export interface HunkPlace {
  readonly key: string;
  readonly files: Sides<Sha | null>;
  readonly lines: Sides<LineRange>;
}

/** Returns the blobs whose texts the operator may want to see now: sides and options of the open conflicts. */
export function evidenceBlobs(state: IntegrationState): readonly Sha[] {
  const blobs = openConflicts(state).flatMap((conflict) => [
    conflict.edited?.blob ?? null,
    ...conflict.hunks.flatMap((hunk) => {
      const text = hunk.lines !== null || ['content', 'add_add', 'modify_delete'].includes(conflict.kind);
      if (!text) return [];
      return [
        hunk.texts.base,
        hunk.texts.current,
        hunk.texts.incoming,
        ...hunk.options.map((option) => option.blob),
      ];
    }),
  ]);
  return [...new Set(blobs)].filter((blob) => blob !== null);
}

/** Returns the blobs of the files that an open conflict is about, as far as this repository has them. */
export function fileBlobs(state: IntegrationState): readonly Sha[] {
  const entries = openConflicts(state).flatMap(({ sides }) => [sides.base, sides.current, sides.incoming]);
  // A submodule's entry names a commit of another repository.
  const blobs = entries.flatMap((entry) => (entry === null || entry.mode === '160000' ? [] : [entry.blob]));
  return [...new Set(blobs)];
}

/** Returns the places of the open hunks that are about lines. */
export function evidencePlaces(state: IntegrationState): readonly HunkPlace[] {
  return openConflicts(state).flatMap((conflict) =>
    conflict.hunks.flatMap((hunk): readonly HunkPlace[] => {
      if (hunk.lines === null || hunk.choice !== null) return [];
      const { base, current, incoming } = conflict.sides;
      const files = {
        base: base?.blob ?? null,
        current: current?.blob ?? null,
        incoming: incoming?.blob ?? null,
      };
      return [{ key: placeKey(conflict, hunk), files, lines: hunk.lines }];
    }),
  );
}

/** Returns the key of a hunk's surroundings. */
export function placeKey(conflict: Pick<Conflict, 'id'>, hunk: Pick<Hunk, 'index'>): string {
  return `${conflict.id}:${hunk.index}`;
}

/** Returns the lines before and after a range of a text. */
export function linesAround(text: string, { start, count }: LineRange): Around {
  const lines = (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n');
  const first = Math.max(0, start - 1);
  return {
    before: lines.slice(Math.max(0, first - MOST_AROUND), first),
    after: lines.slice(first + count, first + count + MOST_AROUND),
  };
}

/** Lists the conflicts whose hunks may still be decided. */
export function openConflicts(state: IntegrationState): readonly Conflict[] {
  return state.conflicts_detected.filter(
    ({ resolution_status, resolution_strategy }) =>
      resolution_status === 'IN_PROGRESS' && resolution_strategy === null,
  );
}
