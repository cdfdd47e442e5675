/** An effort's new tests on the target, on request: those that pass there pass without the change. */
import type { GateSettings } from '../../../config/settings.ts';
import type { GateRun, GateSubject } from '../../../gate/gate.ts';
import type { EffortName } from '../../../shared/ids.ts';
import type { IntegrationState } from '../../state.ts';
import { gatesOf, latestRun } from '../gating.ts';

/** A gate that is to run on the target with the test files of an effort. */
export interface ProofRun {
  readonly gate: GateSettings;
  readonly subject: Extract<GateSubject, { readonly kind: 'proof' }>;
  readonly attempt: 1;
}

/** Returns the gates that may start for efforts whose tests somebody wants to see proved, each once. */
export function proofRuns(state: IntegrationState): readonly ProofRun[] {
  const { target_base: on, proofs } = state;
  if (on === null || state.take_back_to !== null) return [];
  return proofs.flatMap((effort) => {
    const subject = { kind: 'proof', effort, on } as const;
    return countingGates(state)
      .filter(({ name }) => latestRun(state, name, subject, null) === null)
      .map((gate) => ({ gate, subject, attempt: 1 as const }));
  });
}

/** Returns what was found out about the new tests of an effort, by gate. */
export function proofsOf(state: IntegrationState, effort: EffortName): readonly GateRun[] {
  const { target_base: on } = state;
  return on === null
    ? []
    : countingGates(state).flatMap(
        ({ name }) => latestRun(state, name, { kind: 'proof', effort, on }, null) ?? [],
      );
}

/** Says why the tests of an effort cannot be run on the target; null: they can. */
export function proofRefusal(state: IntegrationState, name: EffortName): string | null {
  const { stage, target } = state;
  if (!state.efforts_included.some((effort) => effort.name === name)) return `there is no effort ${name}`;
  if (stage === 'FINISHED') return 'the integration is finished';
  if (stage === 'PLANNING' || stage === 'READY') return 'the gates have not run yet: start first';
  return countingGates(state).length === 0
    ? `no gate has counted its tests on ${target}, so a new test cannot be told from an old one`
    : null;
}

/** Which tests are new is known from the run on the target alone. */
function countingGates(state: IntegrationState): readonly GateSettings[] {
  const required = gatesOf(state, { kind: 'baseline' }).filter((gate) => gate.required);
  return required.filter(
    ({ name }) => latestRun(state, name, { kind: 'baseline' }, state.target_base)?.tests != null,
  );
}
