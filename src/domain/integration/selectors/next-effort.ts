import type { EffortName } from '../../shared/ids.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { participants } from './progress.ts';

/** Returns the effort whose turn it is: the one being merged, or the first that waits and whose dependencies are in. */
export function nextEffort(state: IntegrationState): Effort | null {
  if (state.stage !== 'INTEGRATING' || state.take_back_to !== null || state.integration_tip === null)
    return null;
  const merging = state.efforts_included.find((effort) => effort.status === 'MERGING');
  if (merging !== undefined) return merging;
  return (
    participants(state).find(
      (effort) => effort.status === 'PENDING' && missingFor(state, effort).length === 0,
    ) ?? null
  );
}

/** Lists the dependencies of an effort that are not in: neither merged nor in the target already. */
export function missingFor(state: IntegrationState, { dependencies }: Effort): readonly EffortName[] {
  const isIn = (effort: Effort) => effort.status === 'MERGED';
  const there = new Set(state.efforts_included.filter(isIn).map((effort) => effort.name));
  return dependencies.filter((need) => !there.has(need));
}
