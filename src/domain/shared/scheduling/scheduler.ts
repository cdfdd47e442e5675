import type { Instant } from '../ids.ts';
import { epochMs, instantOf } from '../time.ts';
import { judgeOf } from './fate.ts';
import { isOver, type Schedule, type ScheduledStep, type StepStanding } from './schedule.ts';

/** Returns the standing of a step after a try of it failed at a time: it waits for the next one, or has failed. */
export function afterFailure<S extends StepStanding>(step: ScheduledStep, standing: S, at: Instant): S {
  const failures = standing.failures + 1;
  return failures > step.retries
    ? { ...standing, failures, state: 'FAILED', retry_at: null }
    : {
        ...standing,
        failures,
        state: 'PENDING',
        retry_at: instantOf(epochMs(at) + step.retry_delay_sec * 1000),
      };
}

/** Ends every pending step that will never start, and says why; the others stay as they are. */
export function settleSteps<T extends ScheduledStep, S extends StepStanding>(
  schedule: Schedule<T>,
  standings: readonly S[],
): readonly S[] {
  const judge = judgeOf(schedule, standings);
  const settled = standings.map((standing, place): S => {
    const fate = standing.state === 'PENDING' ? judge(place) : 'waits';
    return typeof fate === 'string' ? standing : { ...standing, ...fate, retry_at: null };
  });
  // Each end may be what another one waited for.
  const ended = settled.some((standing, index) => standing !== standings[index]);
  return ended ? settleSteps(schedule, settled) : standings;
}

/** Returns the steps that may start now, in their order, as many as the limit leaves room for. */
export function startableSteps<T extends ScheduledStep>(
  schedule: Schedule<T>,
  standings: readonly StepStanding[],
  now: Instant,
): readonly T[] {
  const running = schedule.steps.filter((_, place) => standings[place]?.state === 'RUNNING');
  let room = schedule.limit - running.length;
  if (room <= 0) return [];
  const judge = judgeOf(schedule, standings);
  const taken = new Set(running.flatMap(({ exclusive }) => exclusive));
  const mayStart = ({ exclusive }: T, place: number) => {
    const { state, retry_at = null } = standings[place] ?? {};
    if (room <= 0 || state !== 'PENDING' || (retry_at !== null && retry_at > now)) return false;
    if (exclusive.some((resource) => taken.has(resource)) || judge(place) !== 'starts') return false;
    room -= 1;
    for (const resource of exclusive) taken.add(resource);
    return true;
  };
  return schedule.steps.filter(mayStart);
}

/** Says how the whole stands: it has failed as soon as it is over and a critical step failed or could not run. */
export function scheduleOutcome(
  { steps, cancelled }: Pick<Schedule, 'steps' | 'cancelled'>,
  standings: readonly StepStanding[],
): 'running' | 'succeeded' | 'failed' | 'cancelled' {
  if (!standings.every(isOver)) return 'running';
  if (cancelled !== 'no' && standings.some(({ state }) => state === 'CANCELLED')) return 'cancelled';
  const isMissing = ({ state, because }: StepStanding, place: number) =>
    steps[place]?.critical === true && state !== 'SUCCEEDED' && because?.kind !== 'condition';
  return standings.some(isMissing) ? 'failed' : 'succeeded';
}
