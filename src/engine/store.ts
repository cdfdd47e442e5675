/**
 * Holds the state. Only an event changes it, and the event is in the journal before anybody sees its effect. A YAML checkpoint follows at
 * once, one save at a time; events that arrive meanwhile go into the next save.
 */
import type { Instant } from '../domain/shared/ids.ts';

interface Stamped {
  readonly type: string;
  readonly at: Instant;
}

export interface StoreOptions<State, Event extends Stamped> {
  readonly initial: State;
  /** Sequence number of the last event in the initial state. */
  readonly sequence: number;
  readonly transition: (state: State, event: Event) => State;
  /** Throws where a state could not be read back. The event that leads to it is then neither journalled nor applied. */
  readonly check: (state: State) => void;
  /** Makes an event durable, or rejects. */
  readonly journal: (sequence: number, event: Event) => Promise<void>;
  /**
   * Writes a checkpoint. A failure goes to `onTrouble` only, because the journal has everything; the next one only after a save worked
   * in between.
   */
  readonly save: (state: State, sequence: number) => Promise<void>;
  /** Whether an event is shown but not stored. */
  readonly isPassing: (event: Event) => boolean;
  readonly onTrouble: (error: unknown) => void;
}

export interface Store<State, Event> {
  readonly state: () => State;
  readonly sequence: () => number;
  /**
   * Calls `decide` with the state at its own turn in the queue, so that nothing can happen between a decision and its event. Then
   * journals the event, changes the state, and notifies the listeners. Turns keep the order of the calls. An event that leads to a state
   * that nobody could read back is refused.
   * @returns the state right after the event; null when `decide` returned none
   */
  readonly dispatch: (decide: (state: State) => Event | null) => Promise<State | null>;
  readonly subscribe: (listener: (before: State, after: State, event: Event) => void) => () => void;
  /** Resolves at the next change. */
  readonly changed: () => Promise<void>;
  /** Resolves when a checkpoint contains the newest state. */
  readonly saved: () => Promise<void>;
  /** Saves changes that only passing events made, such as the counts of a running gate. Does nothing if there are none. */
  readonly saveProgress: () => void;
}

/** Creates the store of one session. */
export function createStore<State, Event extends Stamped>(
  options: StoreOptions<State, Event>,
): Store<State, Event> {
  const listeners = new Set<(before: State, after: State, event: Event) => void>();
  let { initial: state, sequence } = options;
  let tail: Promise<unknown> = Promise.resolve();
  let saving: Promise<void> | null = null;
  let unsaved = false;
  let is_failing = false;
  let progressed = false;
  let wake = Promise.withResolvers<void>();

  const apply = async (decide: (state: State) => Event | null) => {
    const event = decide(state);
    if (event === null) return null;
    const kept = !options.isPassing(event);
    const before = state;
    const after = options.transition(before, event);
    options.check(after);
    if (kept) {
      await options.journal(sequence + 1, event);
      sequence += 1;
    }
    state = after;
    for (const listener of listeners) listener(before, after, event);
    wake.resolve();
    wake = Promise.withResolvers<void>();
    if (kept) requestSave();
    else progressed = true;
    return after;
  };

  const requestSave = () => {
    unsaved = true;
    saving ??= saveAll();
  };

  const saveAll = async () => {
    while (unsaved) {
      unsaved = false;
      progressed = false;
      is_failing = !(await options.save(state, sequence).then(
        () => true,
        (error) => {
          if (!is_failing) options.onTrouble(error);
          return false;
        },
      ));
    }
    // Reset synchronously, not in a callback: a change in between would never be saved.
    saving = null;
  };

  return {
    state: () => state,
    sequence: () => sequence,
    dispatch: (decide) => {
      const done = tail.then(() => apply(decide));
      tail = done.catch(() => {});
      return done;
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    changed: () => wake.promise,
    saved: async () => {
      await tail;
      while (saving !== null) await saving;
    },
    saveProgress: () => {
      if (progressed) requestSave();
    },
  };
}
