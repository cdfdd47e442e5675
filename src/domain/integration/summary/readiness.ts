/** Whether the integration branch may be merged as it stands, for the report, the dashboard and the status line. */

import { openHunks } from '../../conflict/conflict.ts';
import { type GateRun, isGreen, sameSubject } from '../../gate/gate.ts';
import { counted } from '../../shared/text.ts';
import { landingRefusals } from '../rules.ts';
import { heldBecause, leftOutOf } from '../selectors/effort-status.ts';
import { gatesOf, latestRun, redRun } from '../selectors/gating.ts';
import { participants } from '../selectors/progress.ts';
import { isOversize, sizeTotal } from '../selectors/size.ts';
import type { IntegrationState } from '../state.ts';

export interface Readiness {
  /** `Ready`: everything is in, proven on exactly that tree. `Conditional`: proven, with something to know first. */
  readonly status: 'Ready' | 'Conditional' | 'Blocked';
  /** Why it must not be merged, one sentence each; empty unless blocked. */
  readonly blockers: readonly string[];
  /** What to know before it is merged, one sentence each. */
  readonly conditions: readonly string[];
}

/** Determines the readiness and its reasons. */
export function readinessOf(state: IntegrationState): Readiness {
  const blockers = [...ended(state), ...openConflicts(state), ...redGate(state), ...landingRefusals(state)];
  const conditions = [...held(state), ...partial(state), ...sizes(state), ...losses(state), ...gates(state)];
  const status = blockers.length > 0 ? 'Blocked' : conditions.length > 0 ? 'Conditional' : 'Ready';
  return { status, blockers, conditions };
}

function ended({ end, trouble, take_back_to }: IntegrationState): readonly string[] {
  const failed = end !== null && ['FAILED', 'ROLLED_BACK', 'STOPPED', 'SUPERSEDED'].includes(end.outcome);
  const ending = end?.outcome.toLowerCase().replace('_', ' ');
  return [
    ...(failed ? [`the session ended ${ending}${end === null ? '' : `: ${end.because}`}`] : []),
    ...(take_back_to === null ? [] : [`the integration branch is being taken back: ${take_back_to.why}`]),
    ...(trouble === null ? [] : [trouble.message]),
  ];
}

function openConflicts(state: IntegrationState): readonly string[] {
  const open = state.conflicts_detected.filter(
    ({ resolution_status, resolution_strategy }) =>
      resolution_status === 'IN_PROGRESS' && resolution_strategy === null,
  );
  return open.map((conflict) => {
    const hunks = conflict.edited === null ? openHunks(conflict).length : 0;
    const waits = hunks === 0 ? 'is not merged yet' : `waits for ${counted(hunks, 'decision')}`;
    return `the conflict of ${conflict.effort} in ${conflict.path} ${waits}`;
  });
}

/** Skips a red run on the final tree: it is already among the refusals to land. */
function redGate(state: IntegrationState): readonly string[] {
  const run = redRun(state);
  if (run === null || run.subject.kind !== 'effort') return [];
  return [`${run.gate} is red after ${run.subject.effort}: ${run.because ?? run.verdict}`];
}

function held(state: IntegrationState): readonly string[] {
  return participants(state)
    .filter(({ status }) => status === 'HELD' || status === 'FAILED')
    .map((effort) => {
      const because = heldBecause(effort);
      return `${effort.name} is not in${because === null ? '' : `: ${because}`}`;
    });
}

/** A cherry-pick may have left out commits that conflict. */
function partial(state: IntegrationState): readonly string[] {
  return participants(state)
    .filter((effort) => leftOutOf(effort).length > 0)
    .map(
      (effort) => `${effort.name} is in without ${counted(leftOutOf(effort).length, 'commit')} that conflict`,
    );
}

function sizes(state: IntegrationState): readonly string[] {
  const { overflowed_by, current_integration_total, limit } = sizeTotal(state);
  const accepted = participants(state).filter(
    (effort) => effort.status === 'MERGED' && isOversize(state, effort),
  );
  return [
    ...accepted.map(({ name }) => `${name} is over the size limit and was accepted`),
    ...(overflowed_by === null
      ? []
      : [`${overflowed_by} took the total over its limit: ${current_integration_total} of ${limit} lines`]),
  ];
}

/** Lists the losses that someone accepted by name. */
function losses(state: IntegrationState): readonly string[] {
  return state.decisions
    .filter(({ kind, choice }) => kind === 'loss' && choice === 'accept')
    .map(({ about, by }) => `lines that vanished were accepted by ${by}: ${about}`);
}

/** Judges a gate by its run on the final tree, and by its runs there before it turned green. */
function gates(state: IntegrationState): readonly string[] {
  const tip = state.integration_tip;
  if (tip === null) return [];
  return gatesOf(state, { kind: 'final' }).flatMap((gate) => {
    const run = latestRun(state, gate.name, { kind: 'final' }, tip);
    const because = run?.status === 'FINISHED' ? whyNotPlainlyGreen(state, run) : null;
    if (because !== null) return [`${gate.name} ${because}`];
    return gate.required || run !== null ? [] : [`${gate.name} is not required and has not run`];
  });
}

function whyNotPlainlyGreen(state: IntegrationState, run: GateRun): string | null {
  if (run.accepted !== null) return `is red and was accepted: ${run.accepted.reason}`;
  if (run.verdict === 'pre_existing') return 'fails as it does on the target';
  if (!isGreen(run)) return `is not green: ${run.because ?? run.verdict}`;
  const disagree = state.gate_runs.some(
    (other) =>
      other.gate === run.gate &&
      sameSubject(other.subject, run.subject) &&
      other.commit === run.commit &&
      other.verdict === 'failed',
  );
  return disagree ? 'is flaky: it failed on this very tree before it passed' : null;
}
