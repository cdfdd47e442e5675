/** How the monitor says where runs, steps and tries stand. */
import { whyOf } from '../../domain/pipeline/selectors.ts';
import type { Attempt, RunState, StepState } from '../../domain/pipeline/state.ts';
import type { Instant } from '../../domain/shared/ids.ts';
import { isOver } from '../../domain/shared/scheduling/schedule.ts';
import { clockDuration, elapsedMs } from '../../domain/shared/time.ts';
import { type Line, line, type Span } from '../frame/line.ts';
import { type Mark, marked } from '../frame/theme.ts';
import type { RunDriver } from './monitor-client.ts';

const RUNS: Readonly<Record<RunState['state'], Mark>> = {
  pending: 'waiting',
  running: 'running',
  succeeded: 'good',
  failed: 'red',
  cancelled: 'out',
};

const STEPS: Readonly<Record<StepState['state'], readonly [Mark, string]>> = {
  PENDING: ['waiting', 'waits'],
  RUNNING: ['running', 'running'],
  SUCCEEDED: ['good', 'succeeded'],
  FAILED: ['red', 'failed'],
  SKIPPED: ['out', 'skipped'],
  CANCELLED: ['out', 'cancelled'],
};

const TRIES: Readonly<Record<Attempt['state'], readonly [Mark, string]>> = {
  RUNNING: ['running', 'running'],
  SUCCEEDED: ['good', 'succeeded'],
  FAILED: ['red', 'failed'],
  LOST: ['warn', 'lost'],
  INTERRUPTED: ['out', 'stopped'],
  CANCELLED: ['out', 'cancelled'],
};

interface HasEnd {
  readonly state: RunState['state'];
  readonly ended_at: string | null;
}

/** Checks whether a run stands still although it is not over: nobody drives it. */
export function isLeft({ ended_at }: HasEnd, driver: RunDriver | null): boolean {
  return ended_at === null && driver === null;
}

/** Returns a run's state as a glyph and a word. */
export function runStateMark(run: HasEnd, driver: RunDriver | null): Line {
  return isLeft(run, driver) ? marked('warn', 'left alone') : marked(RUNS[run.state], run.state);
}

/** Returns a step's state as a glyph and a word; one that ran when its driver was lost runs no longer. */
export function stepStateMark(step: StepState, driver: RunDriver | null, now: Instant): Line {
  const [mark, word] = STEPS[step.state];
  if (step.state === 'RUNNING' && driver === null) return marked('warn', 'was running');
  if (step.state === 'RUNNING' && step.cancelling) return marked('warn', 'cancelling');
  if (step.state !== 'PENDING' || step.retry_at === null) return marked(mark, word);
  return marked('waiting', `retry ${clockDuration(elapsedMs(now, step.retry_at))}`);
}

/** Returns the state of a try as a glyph and a word. */
export function tryMark({ state }: Attempt, driver: RunDriver | null): Line {
  return state === 'RUNNING' && driver === null ? marked('warn', 'was running') : marked(...TRIES[state]);
}

/** Returns the glyph of a try's state alone. */
export function tryGlyph({ state }: Attempt): Span | null {
  return marked(TRIES[state][0], '')[0] ?? null;
}

/** Returns how long a try took, or takes by now. */
export function tryTime({ started_at, ended_at }: Attempt, now: Instant): string {
  return clockDuration(elapsedMs(started_at, ended_at ?? now));
}

/** Returns when a step's clock stops: where nobody drives the run, at the last thing that is known of it. */
export function clockOf(
  run: Pick<RunState, 'updated_at' | 'ended_at'>,
  driver: RunDriver | null,
  now: Instant,
): Instant {
  return run.ended_at ?? (driver === null ? run.updated_at : now);
}

/** Returns why a step stands where it does, or what it waits for. */
export function stepReason(run: RunState, step: StepState): string {
  const last = step.attempts.at(-1)?.because ?? null;
  if (step.state !== 'PENDING' || step.retry_at !== null)
    return (step.retry_at === null ? whyOf(step) : last) ?? '';
  const needs = run.pipeline.steps.find(({ id }) => id === step.id)?.depends_on ?? [];
  const open = needs.filter((need) => run.steps.some((other) => other.id === need && !isOver(other)));
  return open.length === 0 ? 'waits for its turn' : `waits for ${open.join(', ')}`;
}

/** Says who drives a run. */
export function driverWords(run: HasEnd, driver: RunDriver | null): Line {
  if (run.ended_at !== null) return line('over');
  return driver === null
    ? marked('warn', 'nobody drives it: r resumes it')
    : line(`driven by ${driver.pid} on ${driver.host}`);
}
