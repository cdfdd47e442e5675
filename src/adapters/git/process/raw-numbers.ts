/**
 * Numbers as commits and trees hold them. Anybody may have written them, so they are clamped here: behind this border a date has a year of
 * four digits, a count is exact, and a mode is one of the five that git knows.
 */

/** The last second of the year 9999, which is the last that ISO 8601 writes with four digits. */
export const LATEST_SECOND = 253_402_300_799;
/** The time zones of the world lie within this many hours of UTC. */
const MOST_HOURS = 14;

/** Parses seconds since the epoch. A missing, negative or unreadable date is the epoch, as git reads it; a later one is the latest. */
export function parseSeconds(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), LATEST_SECOND) : 0;
}

/** Parses a time zone; UTC for one that no place has. */
export function parseZone(text: string): string {
  const [, hours, minutes] = /^[-+](\d\d)(\d\d)$/.exec(text) ?? [];
  const isZone = hours !== undefined && Number(hours) <= MOST_HOURS && Number(minutes) < 60;
  return isZone ? text : '+0000';
}

/** No diff counts more lines; the sum of thousands of such counts is still exact. */
export const MOST_COUNTED = 1_000_000_000_000;

/** Parses a count; 0 for what is none, and the most for a larger one. */
export function parseCount(text: string): number {
  return /^\d+$/.test(text) ? Math.min(Number(text), MOST_COUNTED) : 0;
}

/** Mode of a folder in a tree object. */
export const FOLDER = '40000';

/** Returns the mode that git takes a mode in a tree for: old trees hold `100664` and `040000`. @see git source, `canon_mode` */
export function canonicalMode(text: string): string {
  const mode = /^[0-7]{1,8}$/.test(text) ? Number.parseInt(text, 8) : 0;
  switch (mode >> 12) {
    case 0o10:
      return mode & 0o100 ? '100755' : '100644';
    case 0o12:
      return '120000';
    case 0o04:
      return FOLDER;
    default:
      return '160000';
  }
}
