/**
 * This folder: efforts, gates and plan in a few words.
 *
 * How lists describe an effort: its state in a glyph and a word, its tests, its time.
 */

import { type GateRun, isGreen, type TestTally } from '../../domain/gate/gate.ts';

import {
  heldWith,
  isInTarget,
  isReturned,
  lossesOf,
  mergeCommitOf,
} from '../../domain/integration/selectors/effort-status.ts';
import { gatesOf } from '../../domain/integration/selectors/gating.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { Effort, IntegrationState } from '../../domain/integration/state.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import { clockDuration, elapsedMs, epochMs } from '../../domain/shared/time.ts';
import type { Line } from '../frame/line.ts';
import { marked, moving } from '../frame/theme.ts';
import type { Snapshot } from '../integration-client.ts';
import type { Look } from '../screen-input.ts';

/** Returns the newest run of each gate on the current merge of an effort. */
export function effortRuns(state: IntegrationState, effort: Effort): readonly GateRun[] {
  const newest = new Map<string, GateRun>();
  for (const run of state.gate_runs) {
    const about = run.subject.kind === 'effort' && run.subject.effort === effort.name;
    const present =
      mergeCommitOf(effort) === null || run.commit === mergeCommitOf(effort) || run.commit === null;
    if (about && present) newest.set(run.gate, run);
  }
  return [...newest.values()];
}

/** Returns an effort's state as a glyph and a word. Only the first running one is animated. */
export function effortMark(look: Pick<Look, 'snapshot' | 'question'>, effort: Effort): Line {
  if (effort.excluded) return marked('out', 'excluded');
  if (isInTarget(effort))
    return effort.already_in === 'reverted' ? marked('warn', 'reverted') : marked('good', 'in before');
  switch (effort.status) {
    case 'FAILED':
      return marked('red', 'failed');
    case 'HELD':
      return heldMark(effort);
    case 'MERGING':
      return mergingMark(look, effort);
    case 'MERGED':
      return mergedMark(look, effort);
    case 'PENDING':
      return pendingMark(look.snapshot.state, effort);
  }
}

/** Nothing moves while the session is paused, unless a step that had started is still at it. */
function mergingMark(
  { snapshot: { state }, question }: Pick<Look, 'snapshot' | 'question'>,
  { name }: Effort,
) {
  if (question?.effort === name) return marked('decide', 'decide');
  const at_work = state.in_flight.some(({ action }) => 'effort' in action && action.effort === name);
  return state.paused && !at_work ? marked('waiting', 'paused') : moving('merging');
}

function heldMark(effort: Effort): Line {
  if (heldWith(effort) !== null) return marked('blocked', 'blocked');
  return marked('out', isReturned(effort) ? 'returned' : 'held');
}

function mergedMark(look: Pick<Look, 'snapshot' | 'question'>, effort: Effort): Line {
  const { state } = look.snapshot;
  const runs = effortRuns(state, effort);
  if (runs.some((run) => run.status === 'RUNNING')) {
    return testedFirst(state) === effort.name ? moving('testing') : marked('running', 'testing');
  }
  const required = new Set(
    gatesOf(state, { kind: 'effort', effort: effort.name })
      .filter((gate) => gate.required)
      .map((gate) => gate.name),
  );
  const red = runs.some((run) => run.status === 'FINISHED' && !isGreen(run) && required.has(run.gate));
  if (red) return marked('red', look.question?.effort === effort.name ? 'red: decide' : 'red');
  return lossesOf(effort).length > 0 ? marked('warn', 'lost lines') : marked('good', 'merged');
}

function testedFirst(state: IntegrationState): string | undefined {
  const run = state.gate_runs.find((each) => each.status === 'RUNNING' && each.subject.kind === 'effort');
  return run?.subject.kind === 'effort' ? run.subject.effort : undefined;
}

function pendingMark(state: IntegrationState, effort: Effort): Line {
  if (effort.deferred) return marked('waiting', 'deferred');
  const waits = effort.dependencies.find((name) =>
    state.efforts_included.some((other) => other.name === name && other.status !== 'MERGED'),
  );
  if (waits !== undefined) {
    const place = state.efforts_included.findIndex((other) => other.name === waits) + 1;
    return marked('waiting', `after ${place}`);
  }
  const next = participants(state).find((other) => other.status === 'PENDING');
  return marked('waiting', next?.name === effort.name ? 'next' : 'waiting');
}

/** Returns the counts of a run: live while it runs, afterwards as recorded, because the last live ones may be incomplete. */
export function tallyOf(snapshot: Snapshot, run: GateRun): TestTally | null {
  if (run.status === 'FINISHED') return run.tests;
  return snapshot.live[run.id] ?? run.tests;
}

/** Returns `212 ok` or `3 fail`, over all gates of an effort; `-` when no gate counted tests. */
export function effortTests(snapshot: Snapshot, effort: Effort): string {
  const tallies = effortRuns(snapshot.state, effort).flatMap((run) => tallyOf(snapshot, run) ?? []);
  if (tallies.length === 0) return '-';
  const sum = (of: (tally: TestTally) => number) => tallies.reduce((total, tally) => total + of(tally), 0);
  const failed = sum((tally) => tally.failed);
  return failed > 0 ? `${failed} fail` : `${sum((tally) => tally.passed)} ok`;
}

/** Returns how long a run took, or has been running. */
export function runTime(run: GateRun, now: Instant): string {
  return clockDuration(run.duration_ms ?? elapsedMs(run.started_at, now));
}

/** Returns the time from the first start to the last end of an effort's gates, which may overlap; `-` when none ran. */
export function effortTime(snapshot: Snapshot, effort: Effort): string {
  const runs = effortRuns(snapshot.state, effort);
  if (runs.length === 0) return '-';
  const starts = runs.map((run) => epochMs(run.started_at));
  const ends = runs.map((run) =>
    run.duration_ms === null ? epochMs(snapshot.now) : epochMs(run.started_at) + run.duration_ms,
  );
  return clockDuration(Math.max(0, Math.max(...ends) - Math.min(...starts)));
}

/** Returns `+245 -31`, the lines that an effort adds and removes. */
export function changeOf(effort: Effort): string {
  return `+${effort.size.added} -${effort.size.removed}`;
}
