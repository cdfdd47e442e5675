import type { GateSettings } from '../../config/settings.ts';
import { type GateRun, isGreen, sameSubject } from '../../gate/gate.ts';
import { isSecurityGate } from '../../gate/purpose.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { gatesOf, latestRun, redRun } from '../selectors/gating.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { type Bearing, type Fact, fact, notKnown } from './fact.ts';

/** Assesses every gate on the very commit that would land, and a red one after an effort before that. */
export function gateFacts(state: IntegrationState): readonly Fact[] {
  const gates = gatesOf(state, { kind: 'final' });
  const required = gates.filter((gate) => gate.required);
  const red = redRun(state);
  return [
    ...(required.length === 0
      ? [
          fact('gate', 'none', 'blocks', 'no required gate is configured, so nothing shows that it works', {
            threshold: 'at least one',
          }),
        ]
      : []),
    ...(red !== null && red.subject.kind === 'effort'
      ? [
          fact('gate', red.gate, 'blocks', `${red.gate} is red after ${red.subject.effort}: ${whyRed(red)}`, {
            evidence: red.log,
            red_flag: afterResolution(state) ? 'tests_after_resolution' : null,
          }),
        ]
      : []),
    ...gates.map((gate) => gateFact(state, gate)),
    ...(gates.some(isSecurityGate) ? [] : [notKnown('security', 'scan', 'no gate is a security scan')]),
  ];
}

/** Judges a gate by its run on the final tree, and by its runs there before it turned green. */
function gateFact(state: IntegrationState, gate: GateSettings): Fact {
  const { name } = gate;
  const run = latestRun(state, name, { kind: 'final' }, state.integration_tip);
  const kind = isSecurityGate(gate) ? 'security' : 'gate';
  if (run?.status !== 'FINISHED') {
    if (gate.required)
      return fact(kind, name, 'blocks', `${name} has not run on exactly this commit`, { met: null });
    return run === null
      ? fact(kind, name, 'warns', `${name} is not required and has not run`, { met: null })
      : notKnown(kind, name, `${name} is running`);
  }
  const [bearing, because] = verdictOf(state, gate, run);
  const isRed = bearing === 'blocks' || bearing === 'asks' || run.accepted !== null;
  return fact(kind, name, bearing, because, {
    value: run.verdict,
    threshold: 'passed',
    evidence: run.log,
    red_flag: !isRed
      ? null
      : kind === 'security'
        ? 'security'
        : run.verdict === 'failed' && afterResolution(state)
          ? 'tests_after_resolution'
          : null,
  });
}

function verdictOf(state: IntegrationState, gate: GateSettings, run: GateRun): readonly [Bearing, string] {
  const { name } = gate;
  if (run.accepted !== null) return ['warns', `${name} is red and was accepted: ${run.accepted.reason}`];
  if (run.verdict === 'pre_existing') {
    // Without names, any failure looks like the one that is known.
    return gate.required && run.tests === null
      ? [
          'asks',
          `${name} fails on ${state.target} too and does not say what fails, so nothing shows that it is the same`,
        ]
      : ['warns', `${name} fails as it does on the target`];
  }
  if (!isGreen(run)) {
    const otherwise = isSecurityGate(gate) && run.verdict === 'failed' ? 'asks' : 'warns';
    return [gate.required ? 'blocks' : otherwise, `${name} is not green: ${whyRed(run)}`];
  }
  return disagrees(state, run)
    ? ['warns', `${name} is flaky: it failed on this very tree before it passed`]
    : ['informs', `${name} passed: ${run.because ?? 'it is green'}`];
}

function whyRed(run: GateRun): string {
  return run.because ?? run.verdict ?? 'it has no verdict';
}

/** Checks whether a run on the same tree failed before this one passed. */
function disagrees(state: IntegrationState, run: GateRun): boolean {
  return state.gate_runs.some(
    (other) =>
      other.gate === run.gate &&
      sameSubject(other.subject, run.subject) &&
      other.commit === run.commit &&
      other.verdict === 'failed',
  );
}

/** Checks whether conflicts were resolved in what is in. */
function afterResolution(state: IntegrationState): boolean {
  const merged = participants(state).filter(isMergedHere);
  return merged.some(({ name }) =>
    state.conflicts_detected.some(
      ({ effort, resolution_status }) => effort === name && resolution_status === 'RESOLVED',
    ),
  );
}
