/**
 * Keeps many in step: each waits until all others that still work have come as far. So their questions are asked in the same turn, and git
 * answers them in one process.
 */
export interface InStep {
  readonly step: () => Promise<void>;
  /** Says that one of them is done. */
  readonly leave: () => void;
}

/** Makes the steps of so many. */
export function inStep(count: number): InStep {
  let working = count;
  let waiting: (() => void)[] = [];
  const goOn = () => {
    if (waiting.length < working) return;
    const all = waiting;
    waiting = [];
    for (const go of all) go();
  };
  return {
    step: () =>
      new Promise((go) => {
        waiting.push(go);
        goOn();
      }),
    leave: () => {
      working -= 1;
      goOn();
    },
  };
}

/** The steps of one alone. */
export const ALONE: InStep = { step: () => Promise.resolve(), leave: () => {} };
