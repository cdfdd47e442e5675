import { participants } from './progress.ts';
import type { Effort, IntegrationState } from './state.ts';

/** Gives the effort whose turn it is: the one being merged, or the first that waits and whose dependencies are in. */
export function nextEffort(state: IntegrationState): Effort | null {
  if (state.stage !== 'INTEGRATING' || state.take_back_to !== null || state.integration_tip === null)
    return null;
  const merging = state.efforts_included.find((effort) => effort.status === 'MERGING');
  if (merging !== undefined) return merging;
  const isIn = (name: string) =>
    state.efforts_included.some((e) => e.name === name && (e.status === 'MERGED' || e.already_in !== null));
  return (
    participants(state).find((effort) => effort.status === 'PENDING' && effort.dependencies.every(isIn)) ??
    null
  );
}
