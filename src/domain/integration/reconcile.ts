/**
 * Git is believed first. Compares a restored state with git and returns the events that account for every difference: merges made or
 * taken back by someone else, branches moved, deleted or new, the integration branch or the target elsewhere.
 */
import type { Instant } from '../shared/ids.ts';
import { effortDifferences } from './differences/efforts.ts';
import { found } from './differences/finding.ts';
import { integrationDifferences } from './differences/integration-branch.ts';
import { targetDifferences } from './differences/target.ts';
import type { Event, UnstampedEvent } from './event.ts';
import type { Facts } from './facts.ts';
import { isSaid } from './selectors/findings.ts';
import type { IntegrationState } from './state.ts';
import { transition } from './transition.ts';

/** What is compared, one after the other: each on the state that the differences before it lead to. */
const COMPARISONS: readonly ((state: IntegrationState, facts: Facts) => readonly UnstampedEvent[])[] = [
  effortDifferences,
  integrationDifferences,
  targetDifferences,
  (_, { new_branches }) =>
    new_branches.map((branch) => found('new_branch', branch, 'LOW', 'not known', 'it matches the patterns')),
  (_, { workspaces_gone }) =>
    workspaces_gone.map((workspace) =>
      found('workspace_gone', workspace, 'LOW', 'a workspace', 'its folder is gone; it is made again'),
    ),
  // The last: what was in flight says which commits on the branch are our own.
  (state) => (isInterrupted(state) ? [{ type: 'actions_interrupted' }] : []),
];

/** Returns the events that bring a restored state up to what git says; none when they agree. */
export function reconcile(state: IntegrationState, facts: Facts): readonly Event[] {
  const events: Event[] = [];
  let now = state;
  for (const differences of COMPARISONS) {
    if (now.stage === 'FINISHED') break;
    const { findings } = now;
    const found_now = differences(now, facts)
      .filter((outcome) => outcome.type !== 'difference_found' || !isSaid(findings, outcome.finding))
      .map((outcome) => stamped(outcome, facts.at));
    events.push(...found_now);
    now = found_now.reduce(transition, now);
  }
  return events;
}

function isInterrupted({ in_flight, gate_runs }: IntegrationState): boolean {
  return in_flight.length > 0 || gate_runs.some((run) => run.status === 'RUNNING');
}

function stamped(outcome: UnstampedEvent, at: Instant): Event {
  return outcome.type === 'difference_found'
    ? { ...outcome, finding: { ...outcome.finding, at }, at }
    : { ...outcome, at };
}
