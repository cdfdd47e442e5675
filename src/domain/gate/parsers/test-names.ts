/** More tests than these, or longer names altogether, are compared by their number. */
const MOST_NAMES = 20_000;
const MOST_CHARACTERS = 2_000_000;

/** The names of tests that ran, by run, within bounds. */
export interface TestNames {
  /** Records a test of the current run. */
  readonly add: (name: string) => void;
  /** Ends the current run, in which so many tests have names. */
  readonly close: (named: number) => void;
  /** Adds to how many tests of the last closed run have names. */
  readonly expect: (more: number) => void;
  /** Forgets the names of the current run. */
  readonly discard: () => void;
  /** Replaces the names of the last closed run unless they are all known. */
  readonly replaceLast: (names: readonly string[]) => void;
  /** Returns the names of all closed runs; null: some are unknown, or they are too many. */
  readonly all: () => readonly string[] | null;
}

/** Creates an empty list. */
export function makeTestNames(): TestNames {
  const runs: { names: readonly string[]; named: number }[] = [];
  let current: string[] = [];
  let room = MOST_NAMES;
  return {
    add: (name) => {
      // A name without room is missing in the end, and one that is not copied keeps alive what it is a part of.
      if (room > 0) current.push(name.slice(0, 1000).split('').join(''));
      room -= 1;
    },
    close: (named) => {
      runs.push({ names: current, named });
      current = [];
    },
    expect: (more) => {
      for (const last of runs.slice(-1)) last.named += more;
    },
    discard: () => {
      [room, current] = [room + current.length, []];
    },
    replaceLast: (names) => {
      for (const last of runs.slice(-1)) if (last.names.length !== last.named) last.names = names;
    },
    all: () => boundedNames(runs.map(({ names, named }) => (names.length === named ? names : null))),
  };
}

/** Joins lists of names; null: one is unknown, or together they are too many. */
export function boundedNames(lists: readonly (readonly string[] | null)[]): readonly string[] | null {
  const all: string[] = [];
  let characters = 0;
  for (const list of lists) {
    if (list === null || all.length + list.length > MOST_NAMES) return null;
    for (const name of list) characters += name.length;
    if (characters > MOST_CHARACTERS) return null;
    all.push(...list);
  }
  return all;
}
