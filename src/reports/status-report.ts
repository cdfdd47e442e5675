import { isGreen } from '../domain/gate/gate.ts';
import { gateNames } from '../domain/integration/selectors/gate-runs.ts';
import { redRun } from '../domain/integration/selectors/gating.ts';
import { participants } from '../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { readinessOf } from '../domain/integration/summary/readiness.ts';
import { counted, sanitizeLine } from '../domain/shared/text.ts';
import { conflictCounts } from './sections/resolutions.ts';
import { speakingRuns } from './words/gate-words.ts';

/** Writes the specification's Integration Status Report, as plain text to send to the project lead. */
export function statusReport(state: IntegrationState): string {
  const { status, blockers } = readinessOf(state);
  const counts = conflictCounts(state);
  const merged = participants(state).filter((effort) => effort.status === 'MERGED').length;
  const lines = [
    'Integration Status Report:',
    '---',
    'TO: Orchestrator Lead',
    `WORKFLOW: ${state.integration_branch}`,
    `INTEGRATION_STATUS: ${integrationStatus(state, counts.open)}`,
    '',
    'RESULTS:',
    `- Workflows merged: ${merged}`,
    `- Conflicts resolved: ${counts.resolved}`,
    `- Conflicts escalated: ${counts.escalated}`,
    `- Test status: ${testStatus(state)}`,
    '',
    'BLOCKERS:',
    ...(blockers.length === 0 ? ['- None'] : blockers.map((blocker) => `- ${blocker}`)),
    '',
    `MERGE_READINESS: ${status === 'Blocked' ? 'Not Ready' : status === 'Ready' ? 'Ready' : 'Ready (Conditional)'}`,
    'REPORT_ATTACHED: @INTEGRATION_REPORT.md',
    '---',
  ];
  return `${lines.map(sanitizeLine).join('\n')}\n`;
}

function integrationStatus(state: IntegrationState, open: number): string {
  const { end, trouble, paused } = state;
  const outcome = end?.outcome ?? null;
  if (outcome === 'LANDED' || outcome === 'HELD_FOR_REVIEW' || outcome === 'NOTHING_TO_DO') return 'Complete';
  return outcome !== null || open > 0 || redRun(state) !== null || trouble !== null || paused
    ? 'Blocked'
    : 'In Progress';
}

function testStatus(state: IntegrationState): string {
  const runs = speakingRuns(state);
  if (runs.length === 0) return 'Not run';
  if (!runs.every(isGreen)) return 'Failing';
  const all = gateNames(state).length;
  return runs.length === all ? 'Passing' : `Passing so far (${runs.length} of ${counted(all, 'gate')} ran)`;
}
