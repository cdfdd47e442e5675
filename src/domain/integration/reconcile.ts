/**
 * Git is believed first. Compares a restored state with what git says and gives the events that account for every difference: merges
 * made or taken back by somebody else, branches moved, deleted or new, the integration branch or the target elsewhere.
 */
import { effortDifferences } from './differences/efforts.ts';
import { found } from './differences/finding.ts';
import { integrationDifferences } from './differences/integration-branch.ts';
import { targetDifferences } from './differences/target.ts';
import type { Event, Outcome } from './event.ts';
import type { Facts } from './facts.ts';
import { isSaid } from './selectors/findings.ts';
import type { IntegrationState } from './state.ts';

/** Gives the events that bring a restored state up to what git says; none when they agree. */
export function reconcile(state: IntegrationState, facts: Facts): readonly Event[] {
  if (state.stage === 'FINISHED') return [];
  const interrupted = state.in_flight.length > 0 || state.gate_runs.some((run) => run.status === 'RUNNING');
  const outcomes: readonly Outcome[] = [
    ...(interrupted ? [{ type: 'actions_interrupted' } as const] : []),
    ...effortDifferences(state, facts),
    ...integrationDifferences(state, facts),
    ...targetDifferences(state, facts),
    ...facts.new_branches.map((branch) =>
      found('new_branch', branch, 'LOW', 'not known', 'it matches the patterns'),
    ),
    ...facts.worktrees_gone.map((slot) =>
      found('worktree_gone', slot, 'LOW', 'a slot', 'its folder is gone; it is made anew'),
    ),
  ];
  return outcomes
    .filter((outcome) => outcome.type !== 'difference_found' || !isSaid(state.findings, outcome.finding))
    .map((outcome) =>
      outcome.type === 'difference_found'
        ? { ...outcome, finding: { ...outcome.finding, at: facts.at }, at: facts.at }
        : { ...outcome, at: facts.at },
    );
}
