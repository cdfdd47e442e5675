/** Finds out whose fault a red gate is, by running the same gate on other combinations while the operator reads the question. */
import { nextProbe } from '../../gate/bisect-pairs.ts';
import { type GateRun, type GateSubject, isGreen, sameSubject, verdictReason } from '../../gate/gate.ts';
import { newFailures } from '../../gate/verdict.ts';
import type { EffortName, GateName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { isMergedHere } from './effort-status.ts';
import { gateProgress, latestRun } from './gating.ts';
import { effortNamed, participants } from './progress.ts';

/** A gate to run only to find out who breaks it. */
export interface FaultRun {
  readonly gate: GateName;
  readonly subject: GateSubject;
}

/**
 * Returns the runs that would reveal more about red gates, and could still change something: an effort that is out, or whose gate will
 * run again by itself, is not looked into.
 */
export function faultRuns(state: IntegrationState): readonly FaultRun[] {
  return participants(state).flatMap((effort): readonly FaultRun[] => {
    const red = standingRed(state, effort);
    if (red === null) return [];
    const step = probeStep(state, effort, red.gate);
    if (step.kind !== 'probe') return [];
    const subject: GateSubject = { kind: 'probe', effort: effort.name, with: step.with };
    return latestRun(state, red.gate, subject, null) === null ? [{ gate: red.gate, subject }] : [];
  });
}

/** Returns why a red gate is nobody's fault: its own probes could not repeat it, or its tests change their minds; null: it may be. */
export function chanceBecause(state: IntegrationState, effort: Effort, run: GateRun): string | null {
  if (run.verdict !== 'failed') return null;
  const step = probeStep(state, effort, run.gate);
  if (step.kind === 'unrepeatable') return step.because;
  const fresh = newFailures(run.tests ?? NO_TESTS, baselineOf(state, run)?.tests ?? null);
  const wavering = fresh.length > 0 && fresh.every((name) => hasWavered(state, run.gate, name));
  return wavering ? `on one and the same tree ${fresh.join(', ')} failed and did not fail` : null;
}

const NO_TESTS = { failing: [] };

/** Checks whether a test failed and did not fail on one tree in this session. */
function hasWavered(state: IntegrationState, gate: GateName, name: string): boolean {
  const told = state.gate_runs.filter(
    (run) => run.gate === gate && run.status === 'FINISHED' && run.tree !== null && namesAll(run),
  );
  const red = told.filter((run) => run.tests?.failing.includes(name));
  return red.some((one) =>
    told.some((other) => other.tree === one.tree && other.tests?.failing.includes(name) === false),
  );
}

/** Checks whether nothing fails in a run but what somebody accepted before: it says nothing about what is looked for. */
function isAccepted(state: IntegrationState, run: GateRun): boolean {
  if (run.verdict !== 'failed' || run.tests === null || run.tests.failing.length === 0 || !namesAll(run))
    return false;
  const accepted = state.gate_runs.filter((other) => other.gate === run.gate && other.accepted !== null);
  return run.tests.failing.every((name) => accepted.some(({ tests }) => tests?.failing.includes(name)));
}

/** Checks whether a run tells every test that failed, so that one it does not name did not fail. */
function namesAll({ tests, verdict }: GateRun): boolean {
  const known =
    verdict === 'passed' || verdict === 'failed' || verdict === 'pre_existing' || verdict === 'inconclusive';
  return known && tests !== null && tests.failing.length >= tests.failed;
}

/** Returns the efforts that an effort clashes with, as far as its probes show; null: unknown. */
export function clashesOf(state: IntegrationState, effort: Effort): readonly EffortName[] | null {
  const red = redRunOf(state, effort);
  if (red === null) return null;
  const step = probeStep(state, effort, red.gate);
  return step.kind === 'known' ? step.clashes_with : null;
}

/** How far the search for what makes an effort red is. */
export interface BlameSearch {
  /** Whether the gate is green on the target with this effort only; null: not known. */
  readonly alone: 'green' | 'red' | null;
  /** Whether a further probe runs or will run. */
  readonly searching: boolean;
}

/** Returns what the probes of a red run show so far, and whether more of them follow. */
export function blameSearch(state: IntegrationState, effort: Effort, { gate }: GateRun): BlameSearch {
  const probe = latestRun(state, gate, { kind: 'probe', effort: effort.name, with: [] }, null);
  const told = probe?.verdict === 'failed' ? 'red' : probe !== null && isGreen(probe) ? 'green' : null;
  const searches = !state.paused && standingRed(state, effort)?.gate === gate;
  return { alone: told, searching: searches && probeStep(state, effort, gate).kind === 'probe' };
}

/** Returns the newest run that was red with an effort, that nobody accepted and that no later run put right; null: there is none. */
export function redRunOf(state: IntegrationState, effort: Effort): GateRun | null {
  const subject: GateSubject = { kind: 'effort', effort: effort.name };
  return (
    state.gate_runs.findLast(
      (run) =>
        sameSubject(run.subject, subject) &&
        run.verdict === 'failed' &&
        !run.accepted &&
        latestRun(state, run.gate, subject, run.commit) === run,
    ) ?? null
  );
}

/** Returns the red run that has to be answered for a merged effort; null: there is none, or it runs again by itself. */
function standingRed(state: IntegrationState, effort: Effort): GateRun | null {
  if (!isMergedHere(effort)) return null;
  const { red } = gateProgress(state, { kind: 'effort', effort: effort.name }, effort.merge_commit);
  return red.findLast(({ verdict }) => verdict === 'failed') ?? null;
}

/** Explains in one sentence why an effort is out because of a red gate, and names whose fault it is as far as known. */
export function redBecause(state: IntegrationState, effort: Effort, run: GateRun): string {
  const { clashes_with, name } = effort;
  const subject: GateSubject = { kind: 'probe', effort: name, with: clashes_with ?? [] };
  const shown = clashes_with === null ? null : latestRun(state, run.gate, subject, null);
  const how =
    newlyFailed(state, shown?.verdict === 'failed' ? shown : run) ??
    (verdictReason(run) || 'no reason is recorded');
  if (clashes_with?.length === 0) return `${run.gate} fails with ${name} alone: ${how}`;
  if (clashes_with !== null) return `${run.gate} fails together with ${clashes_with.join(', ')}: ${how}`;
  const alone = latestRun(state, run.gate, { kind: 'probe', effort: name, with: [] }, null);
  const others = mergedBefore(state, effort);
  if (alone === null || !isGreen(alone) || others.length === 0)
    return `${run.gate} fails once ${name} is merged: ${how}`;
  return `${run.gate} passes with ${name} alone, fails after ${others.join(', ')}: ${how}`;
}

/** Describes how many tests fail, and how many of them fail on the target too; null: no test is known to fail. */
function newlyFailed(state: IntegrationState, { gate, tests }: GateRun): string | null {
  if (tests === null || tests.failed === 0) return null;
  const fresh = newFailures(tests, baselineOf(state, { gate })?.tests ?? null).length;
  const known = tests.failed - fresh;
  const isNamed = tests.failing.length >= tests.failed;
  if (!isNamed || fresh === 0 || known <= 0) return `${counted(tests.failed, 'test')} failed`;
  return `${counted(fresh, 'test')} failed beside ${known} that ${known === 1 ? 'fails' : 'fail'} on ${state.target} too`;
}

function baselineOf(state: IntegrationState, { gate }: Pick<GateRun, 'gate'>): GateRun | null {
  return latestRun(state, gate, { kind: 'baseline' }, state.target_base);
}

function mergedBefore(state: IntegrationState, effort: Effort): readonly EffortName[] {
  const order = participants(state);
  const before = order.slice(0, order.indexOf(effortNamed(state, effort.name)));
  return before.filter((other) => other.status === 'MERGED').map((other) => other.name);
}

function probeStep(state: IntegrationState, effort: Effort, gate: GateName): ReturnType<typeof nextProbe> {
  const merged_before = mergedBefore(state, effort);
  const pairs = state.forecast?.pairs ?? [];
  const likely = merged_before.filter((other) =>
    pairs.some(({ a, b }) => (a === other && b === effort.name) || (b === other && a === effort.name)),
  );
  const probes = state.gate_runs
    .filter((run) => run.gate === gate && run.status === 'FINISHED')
    .flatMap((run) =>
      run.subject.kind === 'probe' && run.subject.effort === effort.name
        ? [{ with: run.subject.with, verdict: isAccepted(state, run) ? 'passed' : run.verdict }]
        : [],
    );
  return nextProbe({ effort: effort.name, merged_before, likely, probes });
}
