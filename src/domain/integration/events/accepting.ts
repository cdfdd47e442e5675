/** Finds out whether the operator has accepted a failure before, so that nobody is asked about it again. */
import type { GateRun } from '../../gate/gate.ts';
import { lacksNoMore } from '../../gate/missing.ts';
import { judge, newFailures, type RunToJudge } from '../../gate/verdict.ts';
import type { IntegrationState } from '../state.ts';

/**
 * Returns the acceptance of an earlier run of the gate that holds for this one too: the same failure on the same tree, failing tests that
 * were accepted by name, or missing tests that were; null: there is none.
 */
export function acceptedBefore(state: IntegrationState, run: GateRun, ran: RunToJudge): GateRun['accepted'] {
  if (run.subject.kind === 'baseline') return null;
  if (run.verdict === 'did_not_run' && !isGreenBut(ran)) return null;
  if (run.verdict !== 'failed' && run.verdict !== 'did_not_run') return null;
  const before = state.gate_runs.find(
    (other) =>
      other.gate === run.gate &&
      other.accepted !== null &&
      other.verdict === run.verdict &&
      (run.missing === null || lacksNoMore(run.missing, other.missing, run.verdict === 'did_not_run')) &&
      (run.verdict === 'did_not_run' || isSameFailure(run, other)),
  );
  return before?.accepted ?? null;
}

const NONE_MISSING = { count: 0, names: [], removed: { count: 0, names: [] } };

/** Checks whether a run would be green but for tests that it lacks by name. */
function isGreenBut(ran: RunToJudge): boolean {
  if (ran.missing === null || ran.missing.count === 0) return false;
  const { verdict } = judge({ ...ran, missing: NONE_MISSING });
  return verdict === 'passed' || verdict === 'pre_existing';
}

function isSameFailure(run: GateRun, { tests, tree, exit_code }: GateRun): boolean {
  if (tests === null || run.tests === null) return tree === run.tree && exit_code === run.exit_code;
  const isNamed = run.tests.failing.length > 0 && run.tests.failing.length >= run.tests.failed;
  return isNamed && newFailures(run.tests, tests).length === 0;
}
