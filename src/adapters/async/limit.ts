/**
 * This folder: limit, memoize and batch for promises; other adapters stand on it.
 *
 * Limits how many work at the same time; who comes later waits, first come first served.
 */
export interface Permits {
  readonly acquire: () => Promise<void>;
  /** Passes one's permit to who waits longest. */
  readonly release: () => void;
}

/** Makes permits for so many at once. */
export function permits(at_once: number): Permits {
  const waiting: (() => void)[] = [];
  let free = at_once;
  return {
    acquire: () => {
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
    release: () => {
      const first = waiting.shift();
      if (first === undefined) free += 1;
      else first();
    },
  };
}

/** Returns a function that does what it is given as soon as one of so many permits is free. */
export function limit(at_once: number): <T>(work: () => Promise<T>) => Promise<T> {
  const { acquire, release } = permits(at_once);
  return async (work) => {
    await acquire();
    try {
      return await work();
    } finally {
      release();
    }
  };
}
