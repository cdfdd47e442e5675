import type { GateSettings } from '../../config/settings.ts';
import { type GateSubject, runId } from '../../gate/gate.ts';
import { startableBeside } from '../../shared/scheduling/start-beside.ts';
import type { Action } from '../action.ts';
import { faultRuns } from '../selectors/blame.ts';
import { isMergedHere } from '../selectors/effort-status.ts';
import { baselineKnown, gateProgress, gatesOf, latestRun } from '../selectors/gating.ts';
import { groupRuns } from '../selectors/groups/final-search.ts';
import { guardRuns } from '../selectors/guard/guarding.ts';
import { proofRuns } from '../selectors/guard/proofs.ts';
import { participants } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';

interface Wanted {
  readonly gate: GateSettings;
  readonly subject: GateSubject;
  readonly attempt: number;
}

/** Returns the gates that may start now, within `max_concurrency`; none beside another that needs the same resource. */
export function gateActions(state: IntegrationState): readonly Action[] {
  if (!['INTEGRATING', 'VALIDATING', 'LANDING'].includes(state.stage)) return [];
  const busy = state.gate_runs.filter((run) => run.status === 'RUNNING');
  const settingsOf = (name: string) => state.settings.gates.find((gate) => gate.name === name);
  const running = busy.flatMap((run) => settingsOf(run.gate) ?? []);
  const wanted = wantedGates(state).map((each) => ({ ...each, exclusive: each.gate.exclusive }));
  const last = Math.max(0, ...state.gate_runs.map((run) => run.ordinal));
  const { max_concurrency } = state.settings;
  return startableBeside(running, wanted, max_concurrency, state.updated_at).map(
    ({ gate, subject, attempt }, index) => {
      const ordinal = last + index + 1;
      return {
        type: 'run_gate',
        run: runId(ordinal, gate.name, subject),
        ordinal,
        gate: gate.name,
        subject,
        attempt,
      };
    },
  );
}

/** Lists the gates that are due, by priority: the target first, then the merges, the final tree, trials, and probes for who is to blame. */
function wantedGates(state: IntegrationState): readonly Wanted[] {
  const { target_base, integration_tip } = state;
  const proofs = proofRuns(state);
  if (state.stage === 'LANDING') return state.landing_choice === null ? proofs : [];
  const due = (subject: GateSubject, commit: typeof target_base): readonly Wanted[] =>
    commit === null ? [] : gateProgress(state, subject, commit).to_run.map((run) => ({ ...run, subject }));
  const baseline = state.settings.baseline ? due({ kind: 'baseline' }, target_base) : [];
  if (!baselineKnown(state)) return baseline;
  const merged = participants(state).flatMap((effort) =>
    isMergedHere(effort) ? due({ kind: 'effort', effort: effort.name }, effort.merge_commit) : [],
  );
  const final = state.stage === 'VALIDATING' ? due({ kind: 'final' }, integration_tip) : [];
  const first = (gates: readonly GateSettings[], subject: GateSubject): readonly Wanted[] =>
    gates
      .filter((gate) => latestRun(state, gate.name, subject, null) === null)
      .map((gate) => ({ gate, subject, attempt: 1 }));
  const trials = state.trials.flatMap(({ conflict, hunk, option }) => {
    const subject: GateSubject = { kind: 'option', conflict, hunk, option };
    return first(gatesOf(state, subject), subject);
  });
  const blame = faultRuns(state).flatMap(({ gate, subject }) =>
    state.settings.gates
      .filter((known) => known.name === gate)
      .map((known) => ({ gate: known, subject, attempt: 1 })),
  );
  const guards = guardRuns(state).map(({ gate, subject }) => ({ gate, subject, attempt: 1 }));
  return [...merged, ...final, ...guards, ...trials, ...blame, ...groupRuns(state), ...proofs];
}
