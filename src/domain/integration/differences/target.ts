/** Finds what happened to the target: it moved on, or someone else landed. */
import { shortSha } from '../../shared/ids.ts';
import type { UnstampedEvent } from '../event.ts';
import type { Facts } from '../facts.ts';
import type { IntegrationState } from '../state.ts';
import { found, nextOf } from './finding.ts';

export function targetDifferences(state: IntegrationState, facts: Facts): readonly UnstampedEvent[] {
  const { target, target_base, integration_tip } = state;
  const tip = facts.target_tip;
  // A plan that is still to be made reads the target again.
  if (state.stage === 'PLANNING' || target_base === null || tip === target_base || tip === null) return [];
  const says = `at ${shortSha(target_base)}`;
  if (tip === integration_tip) {
    // It landed just before the process ended: landing is done again and finds it done.
    if (nextOf(state).some(({ type }) => type === 'land')) return [];
    if (state.stage === 'LANDING') {
      return [
        found('merged_outside', target, 'MEDIUM', says, 'at the verified commit: somebody landed it'),
        { type: 'landed', commit: tip },
      ];
    }
  }
  return [
    found('target_moved', target, 'HIGH', says, `at ${shortSha(tip)}; everything is merged again onto it`),
    { type: 'target_moved', tip },
  ];
}
