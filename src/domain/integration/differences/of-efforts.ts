/** What became of the efforts' branches: merged, moved or deleted by somebody else. */
import { shortSha } from '../../shared/ids.ts';
import type { Outcome } from '../event.ts';
import type { Facts } from '../facts.ts';
import { participants } from '../progress.ts';
import type { IntegrationState } from '../state.ts';
import { found } from './found.ts';

export function effortDifferences(state: IntegrationState, facts: Facts): readonly Outcome[] {
  return participants(state).flatMap((effort): readonly Outcome[] => {
    const tip = facts.effort_tips[effort.name];
    const recorded = `tip ${shortSha(effort.tip)}`;
    if (
      facts.in_target.includes(effort.name) &&
      facts.target_tip !== state.target_base &&
      facts.target_tip !== null &&
      facts.target_tip !== state.integration_tip
    ) {
      return [
        found(
          'merged_outside',
          effort.name,
          'MEDIUM',
          effort.status.toLowerCase(),
          `it is in ${state.target} now`,
        ),
        { type: 'effort_merged_outside', effort: effort.name, commit: facts.target_tip, into: 'target' },
      ];
    }
    if (tip === null || tip === undefined) {
      return [
        found(
          'branch_deleted',
          effort.name,
          'MEDIUM',
          recorded,
          'the branch is gone; the recorded commit is kept and used',
        ),
      ];
    }
    if (tip === effort.tip) return [];
    return [
      found(
        'branch_moved',
        effort.name,
        'MEDIUM',
        recorded,
        `tip ${shortSha(tip)}; the recorded commit is used`,
      ),
    ];
  });
}
