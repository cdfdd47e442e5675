import type { GateRun } from '../../gate/gate.ts';
import type { GateName, Sha } from '../../shared/ids.ts';
import { baselineRun, gateNames, newestRun } from '../selectors/gate-runs.ts';
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
  /** The tree that it is of; null where none was judged yet. */
  readonly tree: Sha | null;
}

/** Returns one entry for each gate, by its name. */
export function testResults(state: IntegrationState): Readonly<Record<string, TestResult>> {
  return Object.fromEntries(gateNames(state).map((gate) => [gate, testResult(state, gate)]));
}

function testResult(state: IntegrationState, gate: GateName): TestResult {
  const run = newestRun(state, gate);
  if (run === null) return { status: 'PENDING', coverage: null, progress: null, tree: null };
  const expected = baselineRun(state, gate)?.tests?.total ?? 0;
  const done = run.tests === null ? 0 : run.tests.passed + run.tests.failed + run.tests.skipped;
  const percent = Math.min(100, Math.round((done / expected) * 100));
  return {
    status: statusOf(run),
    coverage: run.tests?.coverage ?? null,
    progress: run.status === 'RUNNING' && expected > 0 ? `${percent}%` : null,
    tree: run.tree,
  };
}

const STATUS_OF = {
  failed: 'FAILING',
  pre_existing: 'PRE_EXISTING',
  did_not_run: 'DID_NOT_RUN',
  inconclusive: 'INCONCLUSIVE',
} as const;

function statusOf(run: GateRun): TestResult['status'] {
  if (run.status === 'RUNNING' || run.verdict === null) return 'RUNNING';
  if (run.accepted !== null) return 'ACCEPTED';
  // A command that counts no tests (a build) succeeds; tests pass.
  if (run.verdict === 'passed') return run.tests === null ? 'SUCCESS' : 'PASSING';
  return STATUS_OF[run.verdict];
}
