/** At most so many at once; who comes later waits, first come first served. */
export interface Turns {
  readonly wait: () => Promise<void>;
  /** Gives one's turn to who waits longest. */
  readonly next: () => void;
}

/** Makes turns for `limit` at once. */
export function makeTurns(limit: number): Turns {
  const waiting: (() => void)[] = [];
  let free = limit;
  return {
    wait: () => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    next: () => {
      const first = waiting.shift();
      if (first === undefined) free += 1;
      else first();
    },
  };
}
