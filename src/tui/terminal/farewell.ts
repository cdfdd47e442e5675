/** What stays on the normal screen after the last frame is gone: the result, the branch, the next command, and what is red. */

import { type GateRun, isGreen, verdictReason } from '../../domain/gate/gate.ts';
import { heldBecause, isMergedHere } from '../../domain/integration/selectors/effort-status.ts';
import { landedCommit, landingCommand } from '../../domain/integration/selectors/ending.ts';
import { participants, progressOf } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { shortSha } from '../../domain/shared/ids.ts';
import { sanitizeLine } from '../../domain/shared/text.ts';
import type { Reason } from '../action.ts';
import { effortRuns } from '../facts/effort-facts.ts';
import type { Snapshot } from '../integration-client.ts';

export interface Farewell {
  readonly reason: Reason;
  /** The process's exit status. */
  readonly status: number;
  readonly lines: readonly string[];
}

const MOST_FAILING = 10;

/** Writes what a screen leaves behind on the terminal; `call` writes the command line of a command of this program. */
export function farewell(
  reason: Reason,
  snapshot: Snapshot | null,
  call: (command: string) => string = (command) => `intorch ${command}`,
): Farewell {
  const status = statusOf(reason, snapshot?.state ?? null);
  if (snapshot === null) return { reason, status, lines: [nextWords(reason, null, call)] };
  const lines = [
    resultLine(reason, snapshot.state),
    branchLine(snapshot.state),
    nextWords(reason, snapshot.state, call),
  ];
  return {
    reason,
    status,
    lines: [...lines, ...leftOutLines(snapshot.state), ...redLines(snapshot)].map(sanitizeLine),
  };
}

function statusOf(reason: Reason, state: IntegrationState | null): number {
  if (reason === 'lost') return 69;
  if (reason === 'stopped') return 130;
  if (reason === 'detached') return 0;
  return state?.end?.outcome === 'FAILED' || state?.end?.outcome === 'STOPPED' ? 1 : 0;
}

function resultLine(reason: Reason, state: IntegrationState): string {
  const { completed, held, total } = progressOf(state);
  const with_held = held > 0 ? `, ${held} left out` : '';
  const how =
    state.end === null ? reasonWords(reason) : state.end?.outcome.replaceAll('_', ' ').toLowerCase();
  return `intorch: ${how}; ${completed} of ${total} in${with_held}`;
}

function reasonWords(reason: Reason): string {
  const words = {
    detached: 'detached, the engine goes on',
    left: 'left',
    stopped: 'stopped, everything is saved',
    lost: 'the engine does not answer',
    taken_over: 'going on here',
    again: 'looking again',
    pipelines: 'looking at pipelines',
  };
  return words[reason];
}

function branchLine(state: IntegrationState): string {
  const tip = landedCommit(state) ?? state.integration_tip;
  const landed = landedCommit(state);
  const target =
    landed === null ? `${state.target} is untouched` : `${state.target} moved to ${shortSha(landed)}`;
  return `branch: ${state.integration_branch}${tip === null ? ', not made yet' : ` @ ${shortSha(tip)}`}; ${target}`;
}

function nextWords(
  reason: Reason,
  state: IntegrationState | null,
  call: (command: string) => string,
): string {
  const command = state && landingCommand(state);
  if (command !== null) return `next: ${command}`;
  if (state?.stage === 'FINISHED') return `next: ${call('report')}`;
  return reason === 'lost' ? `next: ${call('status')}, then ${call('tui')}` : `go on with: ${call('tui')}`;
}

/** Names what is not in and why, so that nobody takes its red gate for one of the tree that landed. */
function leftOutLines(state: IntegrationState): readonly string[] {
  return participants(state).flatMap((effort) => {
    const because = heldBecause(effort);
    return because === null ? [] : [`left out: ${effort.name}: ${because}`];
  });
}

/** Returns the newest run of each gate on what is in now: on each merge that stands, and on the final tree. */
function standingRuns(state: IntegrationState): readonly GateRun[] {
  const final = new Map(
    state.gate_runs
      .filter((run) => run.subject.kind === 'final' && run.commit === state.integration_tip)
      .map((run) => [run.gate, run]),
  );
  const merged = participants(state).filter(isMergedHere);
  return [...merged.flatMap((effort) => effortRuns(state, effort)), ...final.values()];
}

function redLines(snapshot: Snapshot): readonly string[] {
  const red = standingRuns(snapshot.state).filter((run) => run.status === 'FINISHED' && !isGreen(run));
  return red.flatMap((run) => [
    `red: ${run.gate}${run.subject.kind === 'effort' ? ` once ${run.subject.effort} is merged` : ''}: ${verdictReason(run)}`,
    ...(run.tests?.failing ?? []).slice(0, MOST_FAILING).map((name) => `  ${name}`),
    `  log: ${snapshot.session_directory}/${run.log}`,
  ]);
}
