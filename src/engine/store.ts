/**
 * Holds the state. Only an event changes it, and the event is in the journal before anybody sees its effect. Snapshot and checkpoint follow
 * at the save points of the process, one save at a time; events that arrive meanwhile go into the next save.
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
  /** Writes an event that happened in a state so that no kill takes it away, or rejects. */
  readonly journal: (sequence: number, event: Event, before: State) => Promise<void>;
  /** Whether to save at once after a change. */
  readonly isSavePoint: (before: State, after: State) => boolean;
  /**
   * Writes a checkpoint. A failure goes to `onTrouble` only, because the journal has everything; the next one only after a save worked
   * in between.
   */
  readonly save: (state: State, sequence: number) => Promise<void>;
  /** Waits before a save for what belongs into it too; default: not at all. Whoever waits for the save does not wait for this. */
  readonly gather?: () => Promise<void>;
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
  /** Saves what no save contains yet, passing events such as the counts of a running gate included. Does nothing if there is nothing. */
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
  let requested = false;
  let unsaved = false;
  let is_failing = false;
  let progressed = false;
  let hurry = Promise.withResolvers<void>();
  let wake = Promise.withResolvers<void>();

  const apply = async (decide: (state: State) => Event | null) => {
    const event = decide(state);
    if (event === null) return null;
    const kept = !options.isPassing(event);
    const before = state;
    const after = options.transition(before, event);
    options.check(after);
    if (kept) {
      await options.journal(sequence + 1, event, before);
      sequence += 1;
    }
    state = after;
    for (const listener of listeners) listener(before, after, event);
    wake.resolve();
    wake = Promise.withResolvers<void>();
    if (kept) unsaved = true;
    else progressed = true;
    if (kept && options.isSavePoint(before, after)) requestSave();
    return after;
  };

  const requestSave = () => {
    requested = true;
    saving ??= saveAll();
  };

  const saveAll = async () => {
    while (requested) {
      if (options.gather !== undefined) await Promise.race([options.gather(), hurry.promise]);
      requested = false;
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
      if (unsaved) requestSave();
      hurry.resolve();
      while (saving !== null) await saving;
      hurry = Promise.withResolvers();
    },
    saveProgress: () => {
      if (unsaved || progressed) requestSave();
    },
  };
}
