/** Whether the integration branch may be merged as it stands, for the report, the dashboard and the status line. */
import { factsThat } from '../assessment/assess.ts';
import type { IntegrationState } from '../state.ts';

export interface Readiness {
  /** `Ready`: everything is in, proven on exactly that tree. `Conditional`: proven, with something to know first. */
  readonly status: 'Ready' | 'Conditional' | 'Blocked';
  /** Why it must not be merged, one sentence each; empty unless blocked. */
  readonly blockers: readonly string[];
  /** What to decide or to know before it is merged, one sentence each. */
  readonly conditions: readonly string[];
}

/** Determines the readiness and its reasons. */
export function readinessOf(state: IntegrationState): Readiness {
  const [blockers, asked, known] = (['blocks', 'asks', 'warns'] as const).map((bearing) =>
    factsThat(state, bearing).map(({ because }) => because),
  );
  const conditions = [...(asked ?? []), ...(known ?? [])];
  const reasons = { blockers: blockers ?? [], conditions };
  if (reasons.blockers.length > 0) return { status: 'Blocked', ...reasons };
  return { status: conditions.length > 0 ? 'Conditional' : 'Ready', ...reasons };
}
