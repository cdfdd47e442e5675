/** Finds out whose fault a red gate is, by running the same gate on other combinations while the operator reads the question. */
import { nextProbe } from '../../gate/bisect-pairs.ts';
import { type GateRun, type GateSubject, isGreen } from '../../gate/gate.ts';
import { newFailures } from '../../gate/verdict.ts';
import type { EffortName, GateName } from '../../shared/ids.ts';
import { counted } from '../../shared/text.ts';
import type { Effort, IntegrationState } from '../state.ts';
import { finalCulprit } from './blame-final.ts';
import { latestRun } from './gating.ts';
import { effortNamed, participants } from './progress.ts';

/** A gate to run only to find out who breaks it. */
export interface FaultRun {
  readonly gate: GateName;
  readonly subject: GateSubject;
}

/** Returns the runs that would reveal more about red gates; empty when nothing more can be learnt. */
export function faultRuns(state: IntegrationState): readonly FaultRun[] {
  const runs: FaultRun[] = [];
  for (const effort of participants(state)) {
    const red = redRunOf(state, effort);
    if (red === null || effort.clashes_with !== null) continue;
    const step = probeStep(state, effort, red.gate);
    if (step.kind !== 'probe') continue;
    const subject: GateSubject = { kind: 'probe', effort: effort.name, with: step.with };
    if (latestRun(state, red.gate, subject, null) === null) runs.push({ gate: red.gate, subject });
  }
  const final = finalCulprit(state);
  if (final?.kind === 'run')
    runs.push({ gate: final.gate, subject: { kind: 'effort', effort: final.effort } });
  return runs;
}

/** Returns the efforts that an effort clashes with, as far as its probes show; null: unknown. */
export function clashesOf(state: IntegrationState, effort: Effort): readonly EffortName[] | null {
  const red = redRunOf(state, effort);
  if (red === null) return null;
  const step = probeStep(state, effort, red.gate);
  return step.kind === 'known' ? step.clashes_with : null;
}

/** Returns the newest run that was red with an effort and that nobody accepted; null: there is none. */
export function redRunOf(state: IntegrationState, effort: Effort): GateRun | null {
  return (
    state.gate_runs.findLast(
      (run) =>
        run.subject.kind === 'effort' &&
        run.subject.effort === effort.name &&
        run.verdict === 'failed' &&
        !run.accepted,
    ) ?? null
  );
}

/** Explains in one sentence why an effort is out because of a red gate, and names whose fault it is as far as known. */
export function redBecause(state: IntegrationState, effort: Effort, run: GateRun): string {
  const { clashes_with, name } = effort;
  const how = newlyFailed(state, run) ?? run.because ?? 'no reason is recorded';
  if (clashes_with?.length === 0) return `${run.gate} is red by itself on ${state.target}: ${how}`;
  if (clashes_with !== null) return `${run.gate} is red together with ${clashes_with.join(', ')}: ${how}`;
  const alone = latestRun(state, run.gate, { kind: 'probe', effort: name, with: [] }, null);
  const others = mergedBefore(state, effort);
  if (alone === null || !isGreen(alone) || others.length === 0) return `${run.gate} is red with it: ${how}`;
  return `${run.gate} is green with it alone and red on top of ${others.join(', ')}: ${how}`;
}

/** Describes how many tests fail, and how many of them fail on the target too; null: no test is known to fail. */
function newlyFailed(state: IntegrationState, { gate, tests }: GateRun): string | null {
  if (tests === null || tests.failed === 0) return null;
  const baseline = latestRun(state, gate, { kind: 'baseline' }, state.target_base);
  const fresh = newFailures(tests, baseline?.tests ?? null).length;
  const known = tests.failed - fresh;
  const isNamed = tests.failing.length >= tests.failed;
  if (!isNamed || fresh === 0 || known <= 0) return `${counted(tests.failed, 'test')} failed`;
  return `${counted(fresh, 'test')} failed beside ${known} that ${known === 1 ? 'fails' : 'fail'} on ${state.target} too`;
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
    .flatMap(({ subject, verdict }) =>
      subject.kind === 'probe' && subject.effort === effort.name ? [{ with: subject.with, verdict }] : [],
    );
  return nextProbe({ effort: effort.name, merged_before, likely, probes });
}
