import { setTimeout as wait } from 'node:timers/promises';
import { instantOf } from '../domain/shared/time.ts';
import type { Clock } from '../ports/world.ts';

/** The wall clock. */
export const systemClock: Clock = {
  now: () => instantOf(Date.now()),
  sleep: async (duration_ms, signal) => {
    // An abort ends the wait early; it is not an error.
    await wait(duration_ms, undefined, { ...(signal ? { signal } : {}), ref: true }).catch(() => {});
  },
};
