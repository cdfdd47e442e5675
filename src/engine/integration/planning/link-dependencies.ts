import { isInTarget } from '../../../domain/integration/selectors/effort-status.ts';
import type { Effort } from '../../../domain/integration/state.ts';
import { IntorchError } from '../../../domain/shared/errors.ts';
import { findCycle } from '../../../domain/shared/graph.ts';
import type { Looked } from './look-at-branch.ts';

/**
 * Adds dependencies to the efforts: the configured ones, and those that history shows. A branch depends on another if merging it would
 * bring the other along.
 * @throws CONFIG_INVALID when dependencies form a cycle
 */
export function linkDependencies(looked: readonly Looked[]): readonly Effort[] {
  const efforts = looked.map(({ effort }) => effort);
  const linked = looked.map(({ effort, candidate, own }, place): Effort => {
    const configured = efforts.filter(({ name, branch }) =>
      candidate.depends_on.some((need) => need === name || need === branch),
    );
    const below = efforts.filter((other, other_place) => {
      const twin_behind = other.tip === effort.tip && other_place >= place;
      return !isInTarget(other) && own.has(other.tip) && !twin_behind;
    });
    return { ...effort, dependencies: [...new Set([...configured, ...below].map(({ name }) => name))] };
  });
  const cycle = findCycle(new Map(linked.map((effort) => [effort.name, effort.dependencies])));
  if (cycle !== null)
    throw new IntorchError(
      'CONFIG_INVALID',
      `efforts depend on each other in a circle: ${cycle.join(' -> ')}`,
    );
  return linked;
}
