import type { Instant } from '../../shared/ids.ts';
import { elapsedMs, humanDuration } from '../../shared/time.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';

/** How the integration went so far, as recorded in the checkpoint document. */
export interface PerformanceMetrics {
  readonly integration_started: Instant | null;
  readonly conflicts_detected: number;
  /** Time with open conflicts, summed over the efforts: `5 min 30 s`. */
  readonly resolution_time_so_far: string;
  /** Percentage of the started efforts that are merged; null before the first. */
  readonly success_rate_current: number | null;
}

/** Computes the metrics as of a point in time. */
export function performanceMetrics(state: IntegrationState, at: Instant): PerformanceMetrics {
  const begun = participants(state).filter((effort) => effort.status !== 'PENDING');
  const merged = begun.filter((effort) => effort.status === 'MERGED');
  return {
    integration_started: state.integration_started,
    conflicts_detected: state.conflicts_detected.length,
    resolution_time_so_far: humanDuration(resolutionMs(state, at)),
    success_rate_current: begun.length === 0 ? null : (merged.length / begun.length) * 100,
  };
}

/**
 * Sums up the time with open conflicts. Conflicts of one effort are open at the same time: they count once, from the first found to the
 * last resolved.
 */
function resolutionMs(state: IntegrationState, at: Instant): number {
  const spans = new Map<string, { from: Instant; to: Instant }>();
  for (const conflict of state.conflicts_detected) {
    const end = conflict.resolved_at ?? at;
    const span = spans.get(conflict.effort) ?? { from: conflict.started_at, to: end };
    spans.set(conflict.effort, {
      from: conflict.started_at < span.from ? conflict.started_at : span.from,
      to: end > span.to ? end : span.to,
    });
  }
  return [...spans.values()].reduce((sum, { from, to }) => sum + elapsedMs(from, to), 0);
}
