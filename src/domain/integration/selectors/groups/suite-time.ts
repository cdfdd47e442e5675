/** How long gates take, from their newest runs in this repository. */
import type { GateSettings } from '../../../config/settings.ts';
import type { IntegrationState } from '../../state.ts';

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
    (run) =>
      run.subject.kind !== 'guard' &&
      run.subject.kind !== 'proof' &&
      run.reused_from === null &&
      run.exit_code !== null &&
      run.duration_ms !== null,
  );
  return {
    ...state.gate_durations_ms,
    ...Object.fromEntries(ran.map((run) => [run.gate, Math.round(run.duration_ms ?? 0)])),
  };
}
