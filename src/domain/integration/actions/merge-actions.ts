/** This folder: what may be started next. */
import { openHunks } from '../../conflict/conflict.ts';
import type { Action } from '../action.ts';
import { landingIsAsked } from '../assessment/landing.ts';
import { openQuestion } from '../open-question.ts';
import { effortSettled, isSurveyed } from '../selectors/gating.ts';
import { nextEffort } from '../selectors/next-effort.ts';
import { lossyEffort, participants } from '../selectors/progress.ts';
import type { Effort, IntegrationState } from '../state.ts';

/** Returns the next step for the branches: plan, merge, inspect, resolve, land. Empty: something else comes first. */
export function mergeActions(state: IntegrationState): readonly Action[] {
  const { stage, target_base, integration_tip, editing } = state;
  if (stage === 'PLANNING') return [{ type: 'make_plan' }];
  if (stage === 'LANDING') return landActions(state);
  if (stage === 'VALIDATING' && integration_tip !== null)
    return isSurveyed(state) ? [] : [{ type: 'survey_result', commit: integration_tip }];
  if (stage !== 'INTEGRATING' || target_base === null) return [];
  if (integration_tip === null) return [{ type: 'create_integration_branch', at: target_base }];
  if (editing !== null) {
    if (editing.file === null) return [{ type: 'prepare_edit', conflict: editing.conflict }];
    return editing.done ? [{ type: 'accept_edit', conflict: editing.conflict }] : [];
  }
  const effort = nextEffort(state);
  if (effort === null || lossyEffort(state) !== null || openQuestion(state)?.kind === 'oversize') return [];
  if (effort.status === 'MERGING') return conflictActions(state, effort);
  // The next merge waits until the gates of earlier merges are settled, so that a red one is taken back alone.
  const isSettled = participants(state).every((other) => effortSettled(state, other));
  return isSettled ? [{ type: 'merge_effort', effort: effort.name, onto: integration_tip }] : [];
}

function conflictActions(state: IntegrationState, effort: Effort): readonly Action[] {
  const onto = state.integration_tip;
  if (onto === null) return [];
  const met = state.conflicts_detected.filter((conflict) => conflict.effort === effort.name);
  if (met.some((conflict) => conflict.hunks.length === 0))
    return [{ type: 'inspect_conflict', effort: effort.name, onto }];
  const decided = met.every((conflict) => conflict.edited !== null || openHunks(conflict).length === 0);
  return decided ? [{ type: 'resolve_conflict', effort: effort.name, onto }] : [];
}

function landActions(state: IntegrationState): readonly Action[] {
  const { integration_tip } = state;
  if (integration_tip === null) return [];
  return landingIsAsked(state) ? [] : [{ type: 'land', commit: integration_tip }];
}
