import type { Instant } from '../../domain/shared/ids.ts';
import { elapsedMs } from '../../domain/shared/time.ts';

/** Formats how long ago something was, in the largest unit that is precise enough: `3 s`, `12 min`, `9 h`, `4 d`. */
export function ageOf(then: Instant, now: Instant): string {
  const seconds = Math.floor(elapsedMs(then, now) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`;
}
