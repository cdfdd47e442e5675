import type { GateSettings } from '../../config/settings.ts';
import type { GateRun } from '../../gate/gate.ts';
import type { IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { participants } from './progress.ts';

/**
 * Returns how long a gate took each time that it really ran and passed, in milliseconds: on the target, after each effort that is in, and on
 * the final tree.
 */
export function measuredDurations(state: IntegrationState, gate: GateSettings): readonly number[] {
  const merged = participants(state).filter(isMergedHere);
  const place = ({ subject, commit }: GateRun) => {
    if (subject.kind === 'baseline') return 0;
    if (subject.kind === 'final') return commit === state.integration_tip ? merged.length + 1 : -1;
    return subject.kind === 'effort'
      ? 1 + merged.findIndex(({ name, merge_commit }) => name === subject.effort && merge_commit === commit)
      : -1;
  };
  return state.gate_runs
    .filter((run) => run.gate === gate.name && run.verdict === 'passed' && run.reused_from === null)
    .map((run) => ({ at: place(run), ms: run.duration_ms, isEffort: run.subject.kind === 'effort' }))
    .filter(({ at, isEffort }) => (isEffort ? at > 0 : at >= 0))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ ms }) => ms ?? []);
}
