/** How often to kill, and at which random moments. The printed seed makes a failed run repeatable. */

/** Returns how many kills each test makes. */
export function kills(): number {
  return Number(process.env['INTORCH_KILLS'] ?? 25);
}

export interface Chance {
  readonly seed: number;
  /** Returns a number from 0 up to, but not including, 1. */
  readonly next: () => number;
}

/** Creates a generator of numbers from a seed (mulberry32), or from the time when there is none. */
export function chance(): Chance {
  const seed = Number(process.env['INTORCH_SEED'] ?? Date.now() % 1_000_000);
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, next };
}
