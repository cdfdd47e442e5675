import type { GateRun } from '../../gate/gate.ts';
import type { GateName } from '../../shared/ids.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';

/** One gate as recorded in the checkpoint document. */
export interface TestResult {
  readonly status:
    | 'PENDING'
    | 'RUNNING'
    | 'PASSING'
    | 'SUCCESS'
    | 'FAILING'
    | 'PRE_EXISTING'
    | 'ACCEPTED'
    | 'DID_NOT_RUN'
    | 'INCONCLUSIVE';
  /** Line coverage in percent; null where the runner does not report it. */
  readonly coverage: number | null;
  /** Share of the target's number of tests that has run, such as `60%`; null when the run is over or the share is unknown. */
  readonly progress: string | null;
}

/** Returns the names of the gates that this session runs. */
export function gateNames(state: IntegrationState): readonly GateName[] {
  return state.settings.gates.map((gate) => gate.name);
}

/**
 * Returns the newest run of a gate that judges what is on the integration branch now: a final run, or one after an effort that is still
 * in. Runs on the target, on options and to find a culprit do not count.
 */
export function newestRun(state: IntegrationState, gate: GateName): GateRun | null {
  const isIn = new Set(
    participants(state)
      .filter(isMergedHere)
      .map((effort) => effort.name),
  );
  const speaks = ({ subject }: GateRun) =>
    subject.kind === 'final' || (subject.kind === 'effort' && isIn.has(subject.effort));
  return state.gate_runs.findLast((run) => run.gate === gate && speaks(run)) ?? null;
}

/** Returns the newest run of a gate on the target as it was at the start. */
export function baselineRun(state: IntegrationState, gate: GateName): GateRun | null {
  return state.gate_runs.findLast((run) => run.gate === gate && run.subject.kind === 'baseline') ?? null;
}

/** Returns one entry for each gate, by its name. */
export function testResults(state: IntegrationState): Readonly<Record<string, TestResult>> {
  return Object.fromEntries(gateNames(state).map((gate) => [gate, testResult(state, gate)]));
}

function testResult(state: IntegrationState, gate: GateName): TestResult {
  const run = newestRun(state, gate);
  if (run === null) return { status: 'PENDING', coverage: null, progress: null };
  const expected = baselineRun(state, gate)?.tests?.total ?? 0;
  const done = run.tests === null ? 0 : run.tests.passed + run.tests.failed + run.tests.skipped;
  const percent = Math.min(100, Math.round((done / expected) * 100));
  return {
    status: statusOf(run),
    coverage: run.tests?.coverage ?? null,
    progress: run.status === 'RUNNING' && expected > 0 ? `${percent}%` : null,
  };
}

function statusOf(run: GateRun): TestResult['status'] {
  if (run.status === 'RUNNING' || run.verdict === null) return 'RUNNING';
  if (run.accepted !== null) return 'ACCEPTED';
  switch (run.verdict) {
    case 'passed':
      // A command that counts no tests (a build) succeeds; tests pass.
      return run.tests === null ? 'SUCCESS' : 'PASSING';
    case 'failed':
      return 'FAILING';
    case 'pre_existing':
      return 'PRE_EXISTING';
    case 'did_not_run':
      return 'DID_NOT_RUN';
    case 'inconclusive':
      return 'INCONCLUSIVE';
  }
}
