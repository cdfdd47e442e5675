import type { Instant } from './ids.ts';

/** What a point in time looks like, in UTC with milliseconds. */
export const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** Converts milliseconds since the epoch to an instant. */
export function instantOf(epoch_ms: number): Instant {
  return new Date(epoch_ms).toISOString() as Instant;
}

/** Converts an instant to milliseconds since the epoch. */
export function epochMs(instant: Instant): number {
  return Date.parse(instant);
}

/** Returns the milliseconds from one instant to a later one; never negative, because wall clocks jump back. */
export function elapsedMs(from: Instant, to: Instant): number {
  return Math.max(0, epochMs(to) - epochMs(from));
}

/** Formats a duration for people: `0.8 s`, `42 s`, `5 min 30 s`, `2 h 5 min`. */
export function humanDuration(duration_ms: number): string {
  if (duration_ms < 9_950) return `${(duration_ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(duration_ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** Formats a duration as a clock: `0:42`, `12:05`, `1:02:05`. */
export function clockDuration(duration_ms: number): string {
  const seconds = Math.floor(duration_ms / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** Formats an instant as the compact UTC stamp used in file names: `20261121-101500`. */
export function fileStamp(instant: Instant): string {
  return instant.slice(0, 19).replaceAll('-', '').replaceAll(':', '').replace('T', '-');
}
