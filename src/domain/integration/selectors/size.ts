import type { DiffStat } from '../../code/diff-stat.ts';
import { USUAL_EFFORT_LINES } from '../../config/settings.ts';
import type { EffortName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { participants } from './progress.ts';

/** Counts the lines of an effort that count for a limit: added plus removed, but for lock and generated files. */
export function linesOf({ size }: { readonly size: Omit<DiffStat, 'by_commit'> }): number {
  return size.added + size.removed - size.uncounted;
}

/** Returns the limit for one effort: the one that somebody wrote, or else the usual one. */
export function effortLimit(state: Pick<IntegrationState, 'settings'>): number {
  return state.settings.limits.effort_lines ?? USUAL_EFFORT_LINES;
}

/** Checks whether an effort is over the limit for one effort. */
export function isOversize(state: IntegrationState, effort: Effort): boolean {
  return linesOf(effort) > effortLimit(state);
}

/** Formats the lines of an effort, with the limit where somebody wrote one. */
export function limitedLines(state: IntegrationState, effort: Effort): string {
  const { effort_lines } = state.settings.limits;
  return effort_lines === null
    ? counted(linesOf(effort), 'line')
    : `${linesOf(effort)} of ${counted(effort_lines, 'line')}`;
}

/** Checks whether somebody has to decide about the size of an effort: only a limit that a person wrote stops anything. */
export function sizeIsAsked(state: IntegrationState, effort: Effort): boolean {
  return state.settings.limits.effort_lines !== null && isOversize(state, effort);
}

/** Counts the files that the merged efforts change, each once. Which files two efforts share, the forecast of the plan lists. */
export function filesTouched(state: IntegrationState): number {
  const merged = participants(state).filter(({ status }) => status === 'MERGED');
  const names = new Set<string>(merged.map(({ name }) => name));
  const sharers = new Map<string, Set<string>>();
  for (const { a, b, files } of state.forecast?.pairs ?? []) {
    if (!names.has(a) || !names.has(b)) continue;
    for (const file of files) sharers.set(file, (sharers.get(file) ?? new Set()).add(a).add(b));
  }
  const all = merged.reduce((sum, { size }) => sum + size.files, 0);
  return [...sharers.values()].reduce((sum, { size }) => sum - (size - 1), all);
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
