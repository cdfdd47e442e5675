/** What stands on what: efforts on those they depend on, and the branch on the commits that it can go back to. */

import { dependentsOf } from '../../shared/graph.ts';
import type { EffortName, Sha } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { participants } from './progress.ts';

/** Returns the dependency graph of the efforts that take part. */
export function dependencyGraph(state: IntegrationState): ReadonlyMap<EffortName, readonly EffortName[]> {
  return new Map(participants(state).map((effort) => [effort.name, effort.dependencies]));
}

/** Lists the efforts that would be held together with this one, in merge order, itself first. */
export function heldTogether(state: IntegrationState, name: EffortName): readonly EffortName[] {
  const dependents = dependentsOf(dependencyGraph(state), [name]);
  return [
    name,
    ...participants(state)
      .map((effort) => effort.name)
      .filter((other) => dependents.has(other)),
  ];
}

/** Checks whether the branch can go back to a commit. It must still stand on that commit, or held efforts would be included again. */
export function standsOn(state: IntegrationState, commit: Sha): boolean {
  return (
    commit === state.target_base ||
    commit === state.integration_tip ||
    state.efforts_included.some((effort) => isMergedHere(effort) && effort.restore_point === commit)
  );
}

/** Lists the merged efforts that stand on top of a commit of the integration branch. */
export function mergedAfter(state: IntegrationState, commit: Sha): readonly EffortName[] {
  const merged = state.efforts_included.filter(isMergedHere);
  const from = merged.findIndex((effort) => effort.restore_point === commit);
  if (commit === state.target_base) return merged.map((effort) => effort.name);
  return from < 0 ? [] : merged.slice(from).map((effort) => effort.name);
}
