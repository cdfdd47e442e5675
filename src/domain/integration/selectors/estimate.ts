/** Estimates how long an integration will take, from what its gates took when they last ran here. */
import type { GateSettings } from '../../config/settings.ts';
import { gatesFor } from '../../gate/select.ts';
import type { IntegrationState } from '../state.ts';
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
  return before + efforts * each + last;
}

/** Returns how long some gates take on one tree, in milliseconds; null while one of them has never run here. */
export function suiteMs(
  { settings }: IntegrationState,
  gates: readonly GateSettings[],
  known: Readonly<Record<string, number>>,
): number | null {
  const times = gates.flatMap(({ name }) => known[name] ?? []);
  if (times.length < gates.length) return null;
  const total = times.reduce((sum, time) => sum + time, 0);
  return Math.max(0, ...times, total / settings.max_concurrency);
}

/** Returns what each gate took, by name: in its newest run of this session that really ran to an end, or else before. */
export function gateDurations(state: IntegrationState): Readonly<Record<string, number>> {
  const ran = state.gate_runs.filter(
    (run) => run.reused_from === null && run.exit_code !== null && run.duration_ms !== null,
  );
  return {
    ...state.gate_durations_ms,
    ...Object.fromEntries(ran.map((run) => [run.gate, Math.round(run.duration_ms ?? 0)])),
  };
}
