import type { Sha } from '../shared/ids.ts';
import type { IntegrationState } from './state.ts';

/** Gives the blobs whose texts the operator may want to see now: sides and options of the conflicts that are open. */
export function evidenceBlobs(state: IntegrationState): readonly Sha[] {
  const open = state.conflicts_detected.filter((conflict) => conflict.resolution_status === 'IN_PROGRESS' && conflict.resolution_strategy === null);
  const blobs = open.flatMap((conflict) => [
    conflict.edited?.blob ?? null,
    ...conflict.hunks.flatMap((hunk) => {
      const text = hunk.lines !== null || ['content', 'add_add', 'modify_delete'].includes(conflict.kind);
      if (!text) return [];
      return [hunk.texts.base, hunk.texts.current, hunk.texts.incoming, ...hunk.options.map((option) => option.blob)];
    }),
  ]);
  return [...new Set(blobs)].filter((blob) => blob !== null);
}
