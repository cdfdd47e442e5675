/** Events of gates. Verdicts are judged here, from what ran, the baseline, and earlier attempts on the same tree. */

import type { Clue } from '../../gate/clue.ts';
import { type GateRun, type GateSubject, isGreen } from '../../gate/gate.ts';
import { judge, type RunToJudge } from '../../gate/verdict.ts';
import type { EffortName, Instant } from '../../shared/ids.ts';
import type { ActionOf } from '../action.ts';
import type { EventOf } from '../event.ts';
import { clashesOf, redBecause, redRunOf } from '../selectors/blame.ts';
import { withoutCutOff } from '../selectors/cut-off-gates.ts';
import { heldBecause, mergeCommitOf } from '../selectors/effort-status.ts';
import { latestRun } from '../selectors/gating.ts';
import { groupCommit } from '../selectors/groups/final-search.ts';
import { effortNamed } from '../selectors/progress.ts';
import type { IntegrationState } from '../state.ts';
import { acceptedBefore } from './accepting.ts';
import { mapEffort, withBaselineTests, withEffort, withRun } from './change.ts';

/** A gate starts: its run is recorded before its command starts. */
export function gateStarted(
  state: IntegrationState,
  action: ActionOf<'run_gate'>,
  at: Instant,
): IntegrationState {
  const { run: id, ordinal, gate, subject, attempt } = action;
  const commit = commitUnderTest(state, subject);
  const run: GateRun = {
    id,
    ordinal,
    gate,
    subject,
    commit,
    tree: null,
    command_digest: null,
    attempt,
    status: 'RUNNING',
    verdict: null,
    because: null,
    clues: [],
    tests: null,
    summaries: null,
    missing: null,
    expectations: null,
    new_tests: null,
    exit_code: null,
    started_at: at,
    duration_ms: null,
    log: `logs/${id.replaceAll(/[^\w.+-]/g, '_')}.log`,
    workspace: null,
    reused_from: null,
    retried: false,
    meddled: false,
    in_doubt: false,
    accepted: null,
  };
  return { ...state, gate_runs: [...state.gate_runs.filter((other) => other.id !== id), run] };
}

/** Returns the commit that a run judges; null: it has to be made. */
function commitUnderTest(state: IntegrationState, subject: GateSubject): GateRun['commit'] {
  switch (subject.kind) {
    case 'baseline':
      return state.target_base;
    case 'final':
      return state.integration_tip;
    case 'effort':
      return mergeCommitOf(effortNamed(state, subject.effort));
    case 'group':
      return groupCommit(state, subject.efforts);
    case 'probe':
    case 'guard':
    case 'proof':
    case 'option':
      return null;
  }
}

export function gateProgressed(
  state: IntegrationState,
  { run, tests }: EventOf<'gate_progressed'>,
): IntegrationState {
  return withRun(state, run, { tests });
}

export function gateFinished(state: IntegrationState, event: EventOf<'gate_finished'>): IntegrationState {
  const run = state.gate_runs.find((candidate) => candidate.id === event.run);
  if (run === undefined) return state;
  const settings = state.settings.gates.find((gate) => gate.name === run.gate);
  const isBaseline = run.subject.kind === 'baseline';
  const baseline = isBaseline ? null : latestRun(state, run.gate, { kind: 'baseline' }, state.target_base);
  const earlier = state.gate_runs.filter(
    (other) =>
      other.gate === run.gate &&
      other.tree === event.tree &&
      other.id !== run.id &&
      other.status === 'FINISHED' &&
      !isBaseline &&
      other.subject.kind !== 'baseline',
  );
  const { commit, tree, command_digest, exit_code, tests, duration_ms, reused_from, workspace } = event;
  const missing = event.missing ?? null;
  const changed_around = event.changed_around ?? [];
  const ran: RunToJudge = {
    exit_code,
    timed_out: event.timed_out,
    unable: event.unable,
    tampered: event.tampered,
    changed_around,
    tests,
    missing,
    baseline,
    earlier,
    flaky: settings?.flaky ?? 'ask',
  };
  const { verdict, because } = judge(ran);
  const finished = withRun(state, run.id, {
    status: 'FINISHED',
    verdict,
    because,
    meddled: event.tampered.length + changed_around.length > 0,
    in_doubt: event.tampered.length === 0 && changed_around.length > 0,
    clues: standingClues(event.clues ?? [], baseline),
    commit,
    tree,
    command_digest,
    exit_code,
    tests,
    summaries: event.summaries ?? null,
    missing,
    expectations: event.expectations ?? null,
    new_tests: event.new_tests ?? null,
    duration_ms,
    reused_from,
    // What was taken over has no output of its own.
    log: state.gate_runs.find(({ id }) => id === reused_from)?.log ?? run.log,
    workspace,
    accepted: acceptedBefore(state, { ...run, verdict, exit_code, tests, missing, tree }, ran),
  });
  const judged = { ...finished, gates_cut_off: withoutCutOff(state.gates_cut_off, run) };
  const next = isBaseline ? withBaselineTests(judged, run, event.names ?? null) : judged;
  const { subject } = run;
  return subject.kind === 'probe' || subject.kind === 'effort' ? blamed(state, next, subject.effort) : next;
}

/** What the workspace lacked while the target was green is no reason. */
function standingClues(clues: readonly Clue[], baseline: GateRun | null): readonly Clue[] {
  if (baseline === null || !isGreen(baseline)) return clues;
  return clues.filter(
    ({ of, says }) => of === 'output' || !baseline.clues.some((known) => known.says === says),
  );
}

/** Records whose fault a red gate is, when a run has revealed it. An effort that is held for it then names the cause. */
function blamed(before: IntegrationState, state: IntegrationState, name: EffortName): IntegrationState {
  const effort = effortNamed(state, name);
  const run = redRunOf(state, effort);
  if (run === null) return state;
  const clashes_with = clashesOf(state, effort) ?? effort.clashes_with;
  const next = withEffort(state, name, { clashes_with });
  if (heldBecause(effort) !== redBecause(before, effort, run)) return next;
  const held_because = redBecause(state, { ...effort, clashes_with }, run);
  return mapEffort(next, name, (held) =>
    held.status === 'HELD' || held.status === 'FAILED' ? { ...held, held_because } : held,
  );
}
