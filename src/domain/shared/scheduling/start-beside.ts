import type { Instant } from '../ids.ts';
import { judgeOf } from './fate.ts';
import type { OnFailure, ScheduledState, ScheduledStep, StartsOn, StepStanding } from './schedule.ts';
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
  const standings = steps.map(({ id }, place) =>
    standing(id, place < running.length ? 'RUNNING' : 'PENDING'),
  );
  return startableSteps({ ...FREELY, steps, limit }, standings, now).map(({ own }) => own as T);
}

/** Returns the names of those that may start by what they depend on, however many run; `stateOf` says where each stands. */
export function startableNames<T extends Pick<ScheduledStep, 'depends_on'> & { readonly name: string }>(
  all: readonly T[],
  stateOf: (one: T) => ScheduledState,
  on_failure: OnFailure,
): ReadonlySet<string> {
  const steps = all.map(({ name, depends_on }) => ({
    ...PLAIN,
    id: name,
    depends_on,
    on_failure,
    exclusive: [],
  }));
  const standings = all.map((one) => standing(one.name, stateOf(one)));
  const judge = judgeOf({ ...FREELY, steps, limit: all.length }, standings);
  return new Set(all.flatMap(({ name }, place) => (judge(place) === 'starts' ? [name] : [])));
}

function standing(id: string, state: ScheduledState): StepStanding {
  return { id, state, failures: 0, retry_at: null, because: null };
}

const FREELY = {
  startsOn: (): StartsOn => 'policy',
  isWanted: () => true,
  cancelled: 'no',
} as const;

const PLAIN = {
  depends_on: [],
  retries: 0,
  retry_delay_sec: 0,
  critical: true,
  on_failure: 'continue',
} as const;
