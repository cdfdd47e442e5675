/**
 * Holds the state and lets it change in one way only: by an event that is in the journal before anybody sees what it did. The YAML
 * checkpoint follows at once, one save at a time; events that come meanwhile go into the next save.
 */
import type { Instant } from '../domain/shared/ids.ts';

interface Stamped {
  readonly type: string;
  readonly at: Instant;
}

export interface StoreOptions<State, Event extends Stamped> {
  readonly initial: State;
  /** Sequence number of the last event the initial state contains. */
  readonly sequence: number;
  readonly transition: (state: State, event: Event) => State;
  /** Makes an event durable; rejects when it cannot. */
  readonly journal: (sequence: number, event: Event) => Promise<void>;
  /** Writes a checkpoint; a failure is told to `onTrouble`, because the journal has everything. */
  readonly save: (state: State, sequence: number) => Promise<void>;
  /** Events that are shown and not kept. */
  readonly isPassing: (event: Event) => boolean;
  readonly onTrouble: (error: unknown) => void;
}

export interface Store<State, Event> {
  readonly state: () => State;
  readonly sequence: () => number;
  /**
   * Decides where it writes: calls `decide` with the state at its own turn in the queue, so that nothing can happen between a decision
   * and its event. Journals the event, changes the state, notifies the listeners; turns keep the order of the calls.
   * @returns the state right after the event; null when `decide` returned none
   */
  readonly dispatch: (decide: (state: State) => Event | null) => Promise<State | null>;
  readonly subscribe: (listener: (before: State, after: State, event: Event) => void) => () => void;
  /** Resolves with the next change. */
  readonly changed: () => Promise<void>;
  /** Resolves when the newest state is in a checkpoint. */
  readonly saved: () => Promise<void>;
  /** Saves what only passing events changed, such as the counts of a running gate; does nothing when nothing changed. */
  readonly saveProgress: () => void;
}

/** Makes the store of one session. */
export function createStore<State, Event extends Stamped>(
  options: StoreOptions<State, Event>,
): Store<State, Event> {
  const listeners = new Set<(before: State, after: State, event: Event) => void>();
  let { initial: state, sequence } = options;
  let tail: Promise<unknown> = Promise.resolve();
  let saving: Promise<void> | null = null;
  let unsaved = false;
  let progressed = false;
  let wake = Promise.withResolvers<void>();

  const apply = async (decide: (state: State) => Event | null) => {
    const event = decide(state);
    if (event === null) return null;
    const kept = !options.isPassing(event);
    if (kept) {
      await options.journal(sequence + 1, event);
      sequence += 1;
    }
    const before = state;
    const after = options.transition(before, event);
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
      await options.save(state, sequence).catch(options.onTrouble);
    }
    // At once, not when somebody hears of the end: what changes in between would not be saved.
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
