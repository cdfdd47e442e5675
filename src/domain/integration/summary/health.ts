/**
 * This folder: health, readiness and figures, for people.
 *
 * How the integration does, in five checks: for the dashboard and the checkpoint. Each grade comes with the facts it rests on.
 */

import { openHunks } from '../../conflict/conflict.ts';
import { shortSha } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import { elapsedMs, humanDuration } from '../../shared/time.ts';
import { assess } from '../assessment/assess.ts';
import { isStatement } from '../finding-kinds.ts';
import { isMergedHere, lossesOf } from '../selectors/effort-status.ts';
import { findingLine } from '../selectors/findings.ts';
import { gateNames, newestRun } from '../selectors/gate-runs.ts';
import { participants } from '../selectors/progress.ts';
import { effortLimit, isOversize, linesOf, sizeIsAsked, sizeTotal } from '../selectors/size.ts';
import type { IntegrationState } from '../state.ts';

export type Grade = 'PASS' | 'WARN' | 'FAIL';

export interface HealthCheck {
  readonly grade: Grade;
  readonly details: string;
}

export const HEALTH_CHECKS = [
  'branch_integrity',
  'size_compliance',
  'test_status',
  'conflict_count',
  'performance_impact',
] as const;

export type Health = Readonly<Record<(typeof HEALTH_CHECKS)[number], HealthCheck>>;

/** More open hunks than this are more than a few questions. */
const MANY_HUNKS = 10;
/** Grades the health of an integration. */
export function healthOf(state: IntegrationState): Health {
  return {
    branch_integrity: branchIntegrity(state),
    size_compliance: sizeCompliance(state),
    test_status: testStatus(state),
    conflict_count: conflictCount(state),
    performance_impact: performanceImpact(state),
  };
}

/** Fails on lost lines, which block landing. Warns about what changed outside since the checkpoint. */
function branchIntegrity(state: IntegrationState): HealthCheck {
  const losses = state.efforts_included.flatMap((effort) =>
    lossesOf(effort).map((loss) => ({ effort, loss })),
  );
  const [first] = losses;
  if (first !== undefined) {
    const { effort, loss } = first;
    const where = `${counted(loss.lines, 'line')} of ${loss.side} in ${loss.path} (${effort.name})`;
    const others = losses.length > 1 ? `, and ${counted(losses.length - 1, 'more loss', 'more losses')}` : '';
    return fail(`lost without a decision: ${where}${others}`);
  }
  const finding = state.findings.findLast(({ severity }) => severity === 'HIGH');
  if (finding !== undefined) {
    const { kind, subject, checkpoint_says, git_says } = finding;
    const difference = `${subject}: the checkpoint says ${checkpoint_says}, git says ${git_says}`;
    return warn(isStatement(kind) ? findingLine(finding) : difference);
  }
  if (state.integration_tip === null) return pass('the integration branch is not made yet');
  const merges = participants(state).filter(isMergedHere).length;
  return pass(
    `${state.integration_branch} is at ${shortSha(state.integration_tip)} with ${counted(merges, 'proven merge')}`,
  );
}

function sizeCompliance(state: IntegrationState): HealthCheck {
  const effort_lines = effortLimit(state);
  const { current_integration_total, limit, overflowed_by } = sizeTotal(state);
  if (overflowed_by !== null)
    return fail(`${overflowed_by} takes the total to ${current_integration_total} of ${limit} lines`);
  const oversize = participants(state).filter(
    (effort) => effort.status !== 'HELD' && isOversize(state, effort),
  );
  const refused = oversize.find((effort) => sizeIsAsked(state, effort) && !effort.oversize_accepted);
  if (refused !== undefined) {
    const details = `${refused.name} changes ${linesOf(refused)} lines, ${effort_lines} are allowed`;
    // Nothing is wrong before it is merged: the operator is asked when its turn comes.
    return refused.status === 'MERGED' ? fail(details) : warn(details);
  }
  const [accepted] = oversize;
  if (accepted !== undefined)
    return warn(
      `${accepted.name} is over ${effort_lines} lines${accepted.oversize_accepted ? ' and was accepted' : ', which is hard to review'}`,
    );
  const total = limit === null ? '' : ` of ${limit}`;
  return pass(`${counted(current_integration_total, 'line')}${total}, no effort over ${effort_lines}`);
}

/** Fails on a required gate that is not green. Warns about what was accepted, is known from the target, or is not required. */
function testStatus(state: IntegrationState): HealthCheck {
  const gates = gateNames(state);
  if (gates.length === 0) return fail('no gate is configured: nothing is tested');
  const facts = assess(state).filter(
    ({ kind, met }) => (kind === 'gate' || kind === 'security') && met === false,
  );
  const [red] = facts.filter(({ bearing }) => bearing === 'blocks');
  if (red !== undefined) return fail(red.because);
  const [excused] = facts;
  if (excused !== undefined) return warn(excused.because);
  const runs = gates.flatMap((gate) => newestRun(state, gate) ?? []);
  const finished = runs.filter((run) => run.verdict !== null);
  const running = runs.length - finished.length;
  const also = running > 0 ? `, ${running} running` : '';
  return pass(
    finished.length === 0
      ? `none of ${counted(gates.length, 'gate')} has run yet${also}`
      : `${finished.length} of ${counted(gates.length, 'gate')} passed${also}`,
  );
}

function conflictCount(state: IntegrationState): HealthCheck {
  const unresolved = state.conflicts_detected.filter(
    ({ resolution_status }) => resolution_status === 'IN_PROGRESS',
  );
  // Held or returned to the author: decided, though not resolved.
  const open = unresolved.filter(({ resolution_strategy }) => resolution_strategy === null);
  const held = unresolved.length - open.length;
  const with_held = held > 0 ? `, ${held} left out` : '';
  const hunks = open.reduce((sum, conflict) => sum + openHunks(conflict).length, 0);
  const resolved = state.conflicts_detected.length - unresolved.length;
  if (open.length === 0) return pass(`none open, ${resolved} resolved${with_held}`);
  const details = `${counted(hunks, 'hunk')} in ${counted(open.length, 'file')} open, ${resolved} resolved${with_held}`;
  return hunks > MANY_HUNKS ? fail(details) : warn(details);
}

/** Fails where a benchmark is slower, warns where another gate is, each by enough measurements. */
function performanceImpact(state: IntegrationState): HealthCheck {
  const facts = assess(state).filter(({ kind }) => kind === 'performance');
  const slower = facts.filter(({ met }) => met === false);
  const [alarm] = slower.filter(({ red_flag }) => red_flag !== null);
  if (alarm !== undefined) return fail(alarm.because);
  const [first] = slower;
  if (first !== undefined) return warn(first.because);
  const [known] = facts.filter(({ met }) => met === true);
  return pass(known?.because ?? `nothing to compare yet, ${humanDuration(ageMs(state))} so far`);
}

function ageMs(state: IntegrationState): number {
  return state.integration_started === null ? 0 : elapsedMs(state.integration_started, state.updated_at);
}

function pass(details: string): HealthCheck {
  return { grade: 'PASS', details };
}

function warn(details: string): HealthCheck {
  return { grade: 'WARN', details };
}

function fail(details: string): HealthCheck {
  return { grade: 'FAIL', details };
}
