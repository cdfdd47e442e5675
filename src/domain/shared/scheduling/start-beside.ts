import type { Instant } from '../ids.ts';
import type { ScheduledStep, StepStanding } from './schedule.ts';
import { startableSteps } from './scheduler.ts';

/** What runs for itself: nothing depends on it, and no policy follows from how it ends. */
type Alone = Pick<ScheduledStep, 'exclusive'>;

/** Returns which of these may start beside what runs: as many as the limit leaves room for, none beside another of the same resource. */
export function startableBeside<T extends Alone>(
  running: readonly Alone[],
  waiting: readonly T[],
  limit: number,
  now: Instant,
): readonly T[] {
  const steps = [...running, ...waiting].map((own, place) => ({
    ...PLAIN,
    id: String(place),
    exclusive: own.exclusive,
    own,
  }));
  const standings = steps.map(
    ({ id }, place): StepStanding => ({
      id,
      state: place < running.length ? 'RUNNING' : 'PENDING',
      failures: 0,
      retry_at: null,
      because: null,
    }),
  );
  const schedule = {
    steps,
    limit,
    startsOn: () => 'policy' as const,
    isWanted: () => true,
    cancelled: 'no',
  } as const;
  return startableSteps(schedule, standings, now).map(({ own }) => own as T);
}

const PLAIN = {
  depends_on: [],
  retries: 0,
  retry_delay_sec: 0,
  critical: true,
  on_failure: 'continue',
} as const;
