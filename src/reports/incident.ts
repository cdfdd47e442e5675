import { type GateRun, isGreen, verdictReason } from '../domain/gate/gate.ts';
import { heldBecause } from '../domain/integration/selectors/effort-status.ts';
import { landedCommit } from '../domain/integration/selectors/ending.ts';
import { baselineRun } from '../domain/integration/selectors/gate-runs.ts';
import { participants } from '../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { shortSha } from '../domain/shared/ids.ts';
import { rollbackPlan } from './sections/going-back.ts';
import { subjectText, verdictText } from './words/gate-words.ts';
import { bullets, code, markdown, numbered, prose, table, when } from './words/markdown.ts';

/**
 * Writes INTEGRATION_INCIDENT.md once a required final gate was not green or the integration was rolled back, else returns null. What has
 * landed is no incident, whatever was red on the way.
 */
export function integrationIncident(state: IntegrationState): string | null {
  if (state.end?.outcome === 'LANDED') return null;
  const red = redFinals(state);
  const rolledBack = state.end?.outcome === 'ROLLED_BACK' || state.take_back_to?.then === 'roll_back';
  if (red.length === 0 && !rolledBack) return null;
  return markdown(
    `# Integration Incident: ${code(state.integration_branch)}`,
    '## What Happened',
    bullets([
      ...red.map(
        (run) =>
          `${when(run.started_at)}: ${prose(run.gate)} ${verdictText(run)} ${subjectText(run)}: ${prose(verdictReason(run))}`,
      ),
      ...(rolledBack ? [`Rolled back: ${prose(state.end?.because ?? state.take_back_to?.why ?? '')}`] : []),
    ]),
    '## Is The Target Healthy',
    bullets(targetHealth(state)),
    '## Breaking Effort',
    bullets(culprits(state), 'Not known'),
    '## What Is Preserved',
    bullets([
      `${code(state.integration_branch)}${state.integration_tip === null ? '' : ` at ${code(shortSha(state.integration_tip))}`}`,
      'Every effort branch, as it was',
      'Every decision and resolution, for the next time',
      'The logs:',
    ]),
    table(
      ['Gate', 'Where', 'Commit', 'Log'],
      red.map((run) => [prose(run.gate), subjectText(run), code(run.commit ?? 'none'), code(run.log)]),
    ),
    '## Next Steps',
    numbered(nextSteps(state, red)),
    '## Rollback Plan',
    ...rollbackPlan(state),
  );
}

function redFinals(state: IntegrationState): readonly GateRun[] {
  const required = new Set(state.settings.gates.filter((gate) => gate.required).map((gate) => gate.name));
  return state.gate_runs.filter(
    (run) =>
      run.subject.kind === 'final' && run.status === 'FINISHED' && required.has(run.gate) && !isGreen(run),
  );
}

function targetHealth(state: IntegrationState): readonly string[] {
  const runs = state.settings.gates.flatMap(({ name }) => baselineRun(state, name) ?? []);
  const landed = landedCommit(state);
  const moved = landed === null ? 'has not moved' : `is at ${code(shortSha(landed))}`;
  return [
    `${code(state.target)} ${moved}`,
    ...(runs.length === 0 ? ['Its gates were not run before the integration'] : []),
    ...runs.map((run) => `${prose(run.gate)} on it: ${verdictText(run)}`),
  ];
}

function culprits(state: IntegrationState): readonly string[] {
  return participants(state).flatMap((effort) => {
    const { name, clashes_with } = effort;
    const held_because = heldBecause(effort);
    if (clashes_with !== null) {
      const how =
        clashes_with.length === 0
          ? `fails alone on ${code(state.target)}`
          : `red together with ${clashes_with.map(prose).join(', ')}`;
      return [`${prose(name)}: ${how}`];
    }
    return effort.status === 'HELD' && held_because !== null
      ? [`${prose(name)} is held: ${prose(held_because)}`]
      : [];
  });
}

function nextSteps(state: IntegrationState, red: readonly GateRun[]): readonly string[] {
  const still = red.some((run) => run.commit === state.integration_tip) && state.stage !== 'FINISHED';
  return [
    ...(still ? [`Decide in ${code('intorch tui')}: run again, hold the breaking effort, or mend it`] : []),
    ...participants(state)
      .filter(({ status }) => status === 'HELD')
      .map(({ name }) => `Send ${prose(name)} back to its author; the text is in INTEGRATION_REPORT.md`),
    ...(state.end?.outcome === 'ROLLED_BACK'
      ? [`Integrate again when the cause is mended: ${code('intorch tui')}`]
      : []),
    'Tell whoever waits for this integration',
  ];
}
