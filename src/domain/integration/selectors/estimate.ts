/** Estimates how long an integration will take, from what its gates took when they last ran here. */
import type { GateSettings } from '../../config/settings.ts';
import { gatesFor } from '../../gate/select.ts';
import type { IntegrationState } from '../state.ts';
import { policyOf } from './groups/gate-policy.ts';
import { groupTime } from './groups/group-time.ts';
import { suiteMs } from './groups/suite-time.ts';
import { participants } from './progress.ts';

/** Returns the estimated time in milliseconds, without the time for decisions; null while some gate has never run here. */
export function estimateOf(state: IntegrationState): number | null {
  const { settings, gate_durations_ms: known, target_base } = state;
  if (settings.gates.some((gate) => known[gate.name] === undefined)) return null;
  const together = (gates: readonly GateSettings[]) => suiteMs(state, gates, known) ?? 0;
  const efforts = participants(state).filter((effort) => effort.status === 'PENDING').length;
  const each = together(gatesFor(settings, { kind: 'final' }).filter((gate) => gate.when !== 'final'));
  const last = together(settings.gates);
  const before = settings.baseline && target_base !== null ? last : 0;
  return (
    before +
    (policyOf(state).policy === 'each' ? efforts * each + last : groupTime(state, efforts, last).usual_ms)
  );
}
