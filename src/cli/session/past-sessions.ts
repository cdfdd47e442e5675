/** Reads the sessions of a repository for the history screen, from their newest checkpoints. */

import { isGreen, verdictReason } from '../../domain/gate/gate.ts';
import { answersByOperator, conflictTally } from '../../domain/integration/selectors/conflict-tally.ts';
import { isInTarget } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit } from '../../domain/integration/selectors/ending.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { SessionId } from '../../domain/shared/ids.ts';
import { elapsedMs } from '../../domain/shared/time.ts';
import type { Files } from '../../ports/world.ts';
import type { PastSession } from '../../tui/past-session.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';
import type { SessionContext } from '../repository/session-context.ts';

/** Nobody looks through more than this. */
const MOST = 50;
const REPORTS = ['INTEGRATION_REPORT.md', 'CONFLICT_RESOLUTION_NEEDED.md', 'INTEGRATION_PLAN.md'] as const;

/** Reads the sessions, newest first. It leaves out sessions of which nothing can be read. */
export async function pastSessions(context: SessionContext): Promise<readonly PastSession[]> {
  const records = (await context.sessions.list()).filter(isIntegration).slice(0, MOST);
  const read = await Promise.all(records.map(({ id }) => pastSession(context, id)));
  return read.flatMap((each) => (each === null ? [] : [each]));
}

async function pastSession(context: SessionContext, id: SessionId): Promise<PastSession | null> {
  const { found } = await readIntegration(context.stored, id);
  if (found === null) return null;
  const { state } = found;
  const efforts = state.efforts_included.filter((each) => !each.excluded && !isInTarget(each));
  const merged = efforts.filter((each) => each.status === 'MERGED');
  const red = new Set(
    state.gate_runs.flatMap((run) =>
      run.subject.kind === 'effort' && run.status === 'FINISHED' && !isGreen(run) ? [run.subject.effort] : [],
    ),
  );
  return {
    id,
    created_at: state.created_at,
    outcome: state.end?.outcome ?? null,
    because: state.end?.because ?? null,
    target: state.target,
    integration_branch: state.integration_branch,
    base: state.target_base,
    commit: landedCommit(state) ?? state.integration_tip,
    merged: merged.length,
    first_try: merged.filter((each) => each.conflicts === 0 && !red.has(each.name)).length,
    total: efforts.length,
    conflicts: conflictTally(state),
    answers: answersByOperator(state),
    took_ms:
      state.integration_started === null
        ? null
        : elapsedMs(state.integration_started, state.end?.at ?? found.last_sign_of_life),
    hot: hotPaths(state),
    gates: finalGates(state),
    report: await reportOf(context.files(id)),
  };
}

function hotPaths(state: IntegrationState): PastSession['hot'] {
  const counts = new Map<string, number>();
  for (const { path, hunks } of state.conflicts_detected)
    counts.set(path, (counts.get(path) ?? 0) + Math.max(1, hunks.length));
  return [...counts]
    .map(([path, conflicts]) => ({ path, conflicts }))
    .toSorted((a, b) => b.conflicts - a.conflicts);
}

function finalGates(state: IntegrationState): readonly string[] {
  const newest = new Map(
    state.gate_runs.flatMap((run) => (run.subject.kind === 'final' ? [[run.gate, run] as const] : [])),
  );
  return [...newest.values()].map((run) => `${run.gate}: ${verdictReason(run) || 'it was not over'}`);
}

async function reportOf(files: Files): Promise<string | null> {
  for (const name of REPORTS) {
    if ((await files.read(`reports/${name}`)) !== null) return files.absolute(`reports/${name}`);
  }
  return null;
}
