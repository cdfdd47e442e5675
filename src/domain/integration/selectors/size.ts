import type { EffortName } from '../../shared/ids.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { participants } from './progress.ts';

/** Counts the lines that an effort changes: added plus removed. */
export function linesOf(effort: Effort): number {
  return effort.size.added + effort.size.removed;
}

/** Checks whether an effort is over the limit for one effort. */
export function isOversize(state: IntegrationState, effort: Effort): boolean {
  return linesOf(effort) > state.settings.limits.effort_lines;
}

export interface SizeTotal {
  readonly current_integration_total: number;
  /** null: the integration has no limit. */
  readonly limit: number | null;
  readonly remaining_capacity: number | null;
  /** The merged effort that took the total over the limit. */
  readonly overflowed_by: EffortName | null;
}

/** Computes the running total of what is merged, and finds the effort that took it over the limit. */
export function sizeTotal(state: IntegrationState): SizeTotal {
  const limit = state.settings.limits.integration_lines;
  let current_integration_total = 0;
  let overflowed_by: EffortName | null = null;
  for (const effort of participants(state)) {
    if (effort.status !== 'MERGED') continue;
    current_integration_total += linesOf(effort);
    if (limit !== null && overflowed_by === null && current_integration_total > limit)
      overflowed_by = effort.name;
  }
  return {
    current_integration_total,
    limit,
    remaining_capacity: limit === null ? null : Math.max(0, limit - current_integration_total),
    overflowed_by,
  };
}
