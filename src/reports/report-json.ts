import { assess } from '../domain/integration/assessment/assess.ts';
import { chosenOption } from '../domain/integration/events/remembering.ts';
import { heldBecause, isInTarget, mergeCommitOf } from '../domain/integration/selectors/effort-status.ts';
import { landedCommit, landingCommand } from '../domain/integration/selectors/ending.ts';
import { coveredBy } from '../domain/integration/selectors/groups/covered-by.ts';
import { policyWords } from '../domain/integration/selectors/groups/policy-words.ts';
import { participants } from '../domain/integration/selectors/progress.ts';
import { gradedPlaces } from '../domain/integration/selectors/shared-places.ts';
import { linesOf, sizeTotal } from '../domain/integration/selectors/size.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { checklistOf } from '../domain/integration/summary/checklist.ts';
import { readinessOf } from '../domain/integration/summary/readiness.ts';
import { redFlags } from '../domain/integration/summary/red-flags.ts';
import { conflictCounts, isWithdrawn } from './sections/resolutions.ts';
import { conflictNumber, severityOf } from './words/conflict-words.ts';
import { speakingRuns } from './words/gate-words.ts';

/** Returns the integration report as plain data for programs. Texts are as git has them; JSON encoding makes them harmless. */
export function reportJson(state: IntegrationState): Readonly<Record<string, unknown>> {
  return {
    session_id: state.session_id,
    stage: state.stage,
    outcome: state.end?.outcome ?? null,
    outcome_because: state.end?.because ?? null,
    target: state.target,
    target_base: state.target_base,
    integration_branch: state.integration_branch,
    integration_tip: state.integration_tip,
    landed_commit: landedCommit(state),
    landing_command: landingCommand(state),
    readiness: readinessOf(state),
    assessment: { facts: assess(state), checklist: checklistOf(state), red_flags: redFlags(state) },
    size: sizeTotal(state),
    conflicts: { ...conflictCounts(state), resolutions: resolutions(state) },
    efforts: participants(state).map((effort) => ({
      name: effort.name,
      branch: effort.branch,
      tip: effort.tip,
      strategy: effort.strategy,
      status: effort.status,
      merge_commit: mergeCommitOf(effort),
      depends_on: effort.dependencies,
      lines: linesOf(effort),
      size: effort.size,
      conflicts: effort.conflicts,
      held_as: effort.status === 'HELD' ? effort.held_as : null,
      held_because: heldBecause(effort),
      clashes_with: effort.clashes_with,
      covered_by: coveredBy(state, effort),
    })),
    already_in: state.efforts_included
      .filter(isInTarget)
      .map(({ name, branch, already_in }) => ({ name, branch, as: already_in })),
    forecast: forecastJson(state.forecast),
    gates_run: policyWords(state),
    gates: speakingRuns(state).map(
      ({ gate, subject, verdict, because, commit, tree, tests, duration_ms, log, accepted }) => ({
        gate,
        subject,
        verdict,
        because,
        commit,
        tree,
        tests,
        duration_ms,
        log,
        accepted,
      }),
    ),
    restore_points: state.restore_points,
    decisions: state.decisions,
    findings: state.findings,
    created_at: state.created_at,
    finished_at: state.end?.at ?? null,
  };
}

/** Adds to each pair what meets in its files, and how grave that is. */
function forecastJson(forecast: IntegrationState['forecast']): object | null {
  if (forecast === null) return null;
  const pairs = forecast.pairs.map((pair) => ({ ...pair, places: gradedPlaces(forecast, pair) }));
  return { ...forecast, pairs };
}

function resolutions(state: IntegrationState): readonly object[] {
  return state.conflicts_detected.map((conflict) => ({
    id: conflict.id,
    number: conflictNumber(state, conflict),
    effort: conflict.effort,
    path: conflict.path,
    kind: conflict.kind,
    severity: severityOf(conflict),
    status: conflict.resolution_status,
    strategy: conflict.resolution_strategy,
    in_result: conflict.resolution_status === 'RESOLVED' && !isWithdrawn(state, conflict),
    edited: conflict.edited !== null,
    hunks: conflict.hunks.map((hunk) => ({
      class: hunk.class,
      option: hunk.choice?.option ?? null,
      by: hunk.choice?.by ?? null,
      loses: chosenOption(hunk)?.loses ?? null,
    })),
  }));
}
