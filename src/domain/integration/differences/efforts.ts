/** Finds what happened to the efforts' branches: merged, moved or deleted by someone else. */
import type { UnstampedEvent } from '../event.ts';
import type { Facts } from '../facts.ts';
import { branchDifference } from '../selectors/findings.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { found, told } from './finding.ts';

export function effortDifferences(state: IntegrationState, facts: Facts): readonly UnstampedEvent[] {
  return participants(state).flatMap((effort): readonly UnstampedEvent[] => {
    if (
      facts.in_target.includes(effort.name) &&
      facts.target_tip !== state.target_base &&
      facts.target_tip !== null &&
      facts.target_tip !== state.integration_tip
    ) {
      const reverted = facts.reverted.find(({ subject }) => subject === effort.name);
      return [
        ...(reverted === undefined ? [] : [told(reverted)]),
        found(
          'merged_outside',
          effort.name,
          'MEDIUM',
          effort.status.toLowerCase(),
          reverted === undefined
            ? `it is in ${state.target} now`
            : `it was merged into ${state.target} and reverted there`,
        ),
        {
          type: 'effort_merged_outside',
          effort: effort.name,
          commit: facts.target_tip,
          into: 'target',
          ...(reverted && { reverted: true }),
        },
      ];
    }
    const difference = branchDifference(effort, facts.effort_tips[effort.name] ?? null);
    return difference === null ? [] : [told(difference)];
  });
}
