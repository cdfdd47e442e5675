import type { GateSettings } from '../config/settings.ts';
import { openHunks } from '../conflict/conflict.ts';
import { type GateSubject, subjectSlug } from '../gate/gate.ts';
import { conflictsOnResource } from '../gate/select.ts';
import { type Action, actionKey } from './action.ts';
import { faultRuns } from './faults.ts';
import { baselineKnown, gateProgress, gatesOf, latestRun } from './gating.ts';
import { nextEffort } from './next-effort.ts';
import { openQuestion } from './open-question.ts';
import { participants } from './progress.ts';
import type { Effort, IntegrationState } from './state.ts';

/** Gives every action that may start now. Merges go one after the other; gates run beside them, up to `max_concurrency`. */
export function nextActions(state: IntegrationState): readonly Action[] {
  if (state.stage === 'FINISHED' || state.paused) return [];
  const waits = openQuestion(state)?.kind;
  if (waits === 'trouble' || waits === 'resume' || waits === 'roll_back') return [];
  const running = (key: string) => state.in_flight.some((started) => started.key === key);
  if (state.take_back_to !== null) {
    // What runs now was started on a branch that is about to move: let it end first.
    const action: Action = { type: 'take_back', to: state.take_back_to.commit };
    return state.in_flight.length === 0 ? [action] : [];
  }
  return [...mergeActions(state), ...gateActions(state)].filter((action) => !running(actionKey(action)));
}

function mergeActions(state: IntegrationState): readonly Action[] {
  const { stage, target_base, integration_tip, editing } = state;
  if (stage === 'PLANNING') return [{ type: 'make_plan' }];
  if (stage === 'LANDING') return landActions(state);
  if (stage !== 'INTEGRATING' || target_base === null) return [];
  if (integration_tip === null) return [{ type: 'create_integration_branch', at: target_base }];
  if (editing !== null) {
    if (editing.file === null) return [{ type: 'prepare_edit', conflict: editing.conflict }];
    return editing.done ? [{ type: 'accept_edit', conflict: editing.conflict }] : [];
  }
  const effort = nextEffort(state);
  if (effort === null || openQuestion(state)?.kind === 'oversize') return [];
  if (effort.status === 'MERGING') return conflictActions(state, effort);
  return mergedAreGreen(state) ? [{ type: 'merge_effort', effort: effort.name, onto: integration_tip }] : [];
}

function conflictActions(state: IntegrationState, effort: Effort): readonly Action[] {
  const onto = state.integration_tip;
  if (onto === null) return [];
  const met = state.conflicts_detected.filter((conflict) => conflict.effort === effort.name);
  if (met.some((conflict) => conflict.hunks.length === 0))
    return [{ type: 'inspect_conflict', effort: effort.name, onto }];
  const decided = met.every((conflict) => conflict.edited !== null || openHunks(conflict).length === 0);
  return decided ? [{ type: 'resolve_conflict', effort: effort.name, onto }] : [];
}

/** The next merge waits until the gates of those before are settled, so that a red one is taken back alone. */
function mergedAreGreen(state: IntegrationState): boolean {
  return participants(state).every(
    (effort) =>
      effort.status !== 'MERGED' ||
      effort.merge_commit === null ||
      gateProgress(state, { kind: 'effort', effort: effort.name }, effort.merge_commit).settled,
  );
}

function landActions(state: IntegrationState): readonly Action[] {
  const { integration_tip, landing_choice, settings } = state;
  if (integration_tip === null || state.landing_command !== null) return [];
  const asked = settings.landing.mode === 'auto' && landing_choice === null;
  return asked ? [] : [{ type: 'land', commit: integration_tip }];
}

interface Wanted {
  readonly gate: GateSettings;
  readonly subject: GateSubject;
  readonly attempt: number;
}

function gateActions(state: IntegrationState): readonly Action[] {
  if (state.stage !== 'INTEGRATING' && state.stage !== 'VALIDATING') return [];
  const busy = state.gate_runs.filter((run) => run.status === 'RUNNING');
  const settingsOf = (name: string) => state.settings.gates.find((gate) => gate.name === name);
  const taken = busy.flatMap((run) => settingsOf(run.gate) ?? []);
  const actions: Action[] = [];
  let ordinal = Math.max(0, ...state.gate_runs.map((run) => Number.parseInt(run.id, 10)));
  for (const { gate, subject, attempt } of wantedGates(state)) {
    if (taken.length >= state.settings.max_concurrency) break;
    if (taken.some((other) => conflictsOnResource(gate, other))) continue;
    taken.push(gate);
    ordinal += 1;
    actions.push({
      type: 'run_gate',
      run: `${ordinal}-${gate.name}-${subjectSlug(subject)}`,
      gate: gate.name,
      subject,
      attempt,
    });
  }
  return actions;
}

/** Gates in the order of their worth: the target first, then the merge at hand, the final tree, trials, and who is to blame. */
function wantedGates(state: IntegrationState): readonly Wanted[] {
  const { target_base, integration_tip } = state;
  const due = (subject: GateSubject, commit: typeof target_base): readonly Wanted[] =>
    commit === null ? [] : gateProgress(state, subject, commit).to_run.map((run) => ({ ...run, subject }));
  const baseline = state.settings.baseline ? due({ kind: 'baseline' }, target_base) : [];
  if (!baselineKnown(state)) return baseline;
  const merged = participants(state).flatMap((effort) =>
    effort.status === 'MERGED' ? due({ kind: 'effort', effort: effort.name }, effort.merge_commit) : [],
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
  return [...merged, ...final, ...trials, ...blame];
}
