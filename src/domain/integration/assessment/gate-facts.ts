import type { GateSettings } from '../../config/settings.ts';
import { confinementWords } from '../../gate/confinement.ts';
import { type GateRun, isGreen, sameSubject, verdictReason } from '../../gate/gate.ts';
import { isSecurityGate } from '../../gate/purpose.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { newestRun } from '../selectors/gate-runs.ts';
import { gatesOf, latestRun } from '../selectors/gating.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { type Bearing, type Fact, fact, notKnown } from './fact.ts';

/** Assesses every gate on the very commit that would land, and a red one after an effort before that. */
export function gateFacts(state: IntegrationState): readonly Fact[] {
  if (state.integration_tip === null || state.integration_tip === state.target_base) return [];
  const gates = gatesOf(state, { kind: 'final' });
  const required = gates.filter((gate) => gate.required);
  return [
    ...(required.length === 0
      ? [
          fact('gate', 'none', 'blocks', 'no required gate is configured, so nothing shows that it works', {
            threshold: 'at least one',
          }),
        ]
      : []),
    fact('session', 'sandbox', 'informs', `gates are ${confinementWords(state.settings)}`, { met: null }),
    ...gates.flatMap((gate) => [...earlierFacts(state, gate), gateFact(state, gate)]),
    ...(gates.some(isSecurityGate) ? [] : [notKnown('security', 'scan', 'no gate is a security scan')]),
  ];
}

/** Until a gate has judged the final tree, its newest run on what is in speaks for itself, unless it passed. */
function earlierFacts(state: IntegrationState, gate: GateSettings): readonly Fact[] {
  if (latestRun(state, gate.name, { kind: 'final' }, state.integration_tip) !== null) return [];
  const run = newestRun(state, gate.name);
  if (run?.verdict == null || run.verdict === 'passed') return [];
  if (gate.required && !isGreen(run)) {
    const after = run.subject.kind === 'effort' ? ` once ${run.subject.effort} is merged` : '';
    const red = run.verdict === 'failed' ? 'fails' : 'is not green';
    return [runFact(state, gate, run, 'blocks', `${gate.name} ${red}${after}: ${whyRed(run)}`)];
  }
  const [bearing, because] = verdictOf(state, gate, run);
  // What has to be accepted is decided on the final tree.
  return [runFact(state, gate, run, bearing === 'asks' ? 'warns' : bearing, because)];
}

/** Judges a gate by its run on the final tree, and by its runs there before it turned green. */
function gateFact(state: IntegrationState, gate: GateSettings): Fact {
  const { name } = gate;
  const run = latestRun(state, name, { kind: 'final' }, state.integration_tip);
  const kind = isSecurityGate(gate) ? 'security' : 'gate';
  if (run?.status !== 'FINISHED') {
    if (gate.required)
      return fact(kind, name, 'blocks', `${name} has not run on the final tree`, { met: null });
    return run === null
      ? fact(kind, name, 'warns', `${name} is not required and has not run`, { met: null })
      : notKnown(kind, name, `${name} is running`);
  }
  const [bearing, because] = verdictOf(state, gate, run);
  return runFact(state, gate, run, bearing, because);
}

/** Returns the fact of one run, with the red flag that it raises. */
function runFact(
  state: IntegrationState,
  gate: GateSettings,
  run: GateRun,
  bearing: Bearing,
  because: string,
): Fact {
  const kind = isSecurityGate(gate) ? 'security' : 'gate';
  const isRed = bearing === 'blocks' || bearing === 'asks' || run.accepted !== null;
  const failed = run.verdict === 'failed' && afterResolution(state) ? 'tests_after_resolution' : null;
  return fact(kind, gate.name, bearing, because, {
    value: run.verdict,
    threshold: 'passed',
    evidence: run.log,
    red_flag: isRed ? (kind === 'security' ? 'security' : failed) : null,
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
  return verdictReason(run) || (run.verdict ?? 'it has no verdict');
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
