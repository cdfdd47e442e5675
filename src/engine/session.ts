/** A running session: its store, its loop, its periodic save. The caller supplies the process: machine, performer and stores. */
import type { ClientFacts } from '../domain/shared/client.ts';
import type { Machine, MachineEvent } from '../domain/shared/machine.ts';
import type { ProcessState } from '../domain/shared/process.ts';
import { elapsedMs } from '../domain/shared/time.ts';
import type { Waiting } from '../domain/shared/waiting.ts';
import type { Journal } from '../ports/stores.ts';
import type { Clock } from '../ports/world.ts';
import { drive, type Ended } from './drive.ts';
import { createStore, type Store } from './store.ts';

interface Named {
  readonly type: string;
}

/** One step leads to the next, and often to the next checkpoint. */
const GATHER_MS = 150;
/** Between checkpoints that are not urgent. */
const SOON_MS = 5_000;

/** What a performer may use besides its action and the ports of its process. */
export interface Started<State, Happened, Action> {
  /** The state right after the action started. */
  readonly state: State;
  /** The action's own signal, aborted when the action is cancelled or everything ends. */
  readonly signal: AbortSignal;
  /** Reports progress, by an event that is shown but not stored. */
  readonly report: (event: Happened) => void;
  readonly action: Action;
}

export interface SessionOptions<
  State extends ProcessState<Action>,
  Happened extends Named,
  Action extends Named,
  Command,
  Facts,
  Start,
> {
  readonly machine: Machine<State, Happened, Action, Command, Facts, Start>;
  readonly perform: (started: Started<State, Happened, Action>) => Promise<Happened>;
  readonly clock: Clock;
  readonly journal: Journal<MachineEvent<Happened, Action>>;
  /** Throws where a state could not be read back, e.g. a codec's `encode`. */
  readonly check: (state: State) => void;
  /** Saves what the journal's events up to this number led to; `engine/saving` makes one. */
  readonly save: (state: State, sequence: number) => Promise<void>;
  readonly initial: State;
  /** Sequence number of the last event in the initial state; 0 for a new session. */
  readonly sequence: number;
  /** How often to save what no save point was reached for, in milliseconds. */
  readonly interval_ms: (state: State) => number;
  /** Called when a checkpoint or a report could not be written. The journal has everything, so the session continues. */
  readonly onTrouble: (error: unknown) => void;
}

export interface Session<State, Event, Command> {
  readonly store: Store<State, Event>;
  /** Executes a command that came with a client; null: without one that is known. Returns why it was refused, or null. */
  readonly command: (command: Command, client?: ClientFacts | null) => Promise<string | null>;
  /** Runs until the session is finished, is stopped, or needs an answer while nobody is there. */
  readonly run: (attendance: Attendance<State, Event>) => Promise<Ended>;
}

/** Who is there while a session runs, and what stops it. */
export interface Attendance<State, Event> {
  /** Returns an answer given without asking anybody; null: none. */
  readonly attend: (state: State) => Event | null;
  /** Decides whether to stay when the process only waits. */
  readonly stay: (waiting: readonly Waiting[]) => boolean;
  /** Stop at once. Running actions are ended, and repeated on resume. */
  readonly stop: AbortSignal;
  /** Stop when the running actions have finished. */
  readonly finish: AbortSignal;
}

/** Opens a session from its first state or a recovered one. */
export function openSession<
  State extends ProcessState<Action>,
  Happened extends Named,
  Action extends Named,
  Command,
  Facts,
  Start,
>(
  options: SessionOptions<State, Happened, Action, Command, Facts, Start>,
): Session<State, MachineEvent<Happened, Action>, Command> {
  const { machine, clock, journal, check, save, initial, sequence, onTrouble } = options;
  let saved_at = clock.now();
  const isSavePoint = (before: State, after: State) => {
    const point = machine.savePoint(before, after);
    const isDue = point === 'now' || (point === 'soon' && elapsedMs(saved_at, clock.now()) >= SOON_MS);
    if (isDue) saved_at = clock.now();
    return isDue;
  };
  const store = createStore<State, MachineEvent<Happened, Action>>({
    initial,
    sequence,
    transition: machine.transition,
    check,
    journal: (at, event, before) =>
      journal.append(at, event, machine.maySettleLater(before, event) ? 'later' : 'at_once'),
    isSavePoint,
    save,
    gather: () => clock.sleep(GATHER_MS),
    isPassing: machine.isPassing,
    onTrouble,
  });
  return {
    store,
    command: async (command, client = null) => {
      let refused: string | null = null;
      await store.dispatch((state) => {
        const decided = machine.decide(state, command, clock.now(), client);
        if (!('refused' in decided)) return decided;
        refused = decided.refused;
        return null;
      });
      return refused;
    },
    run: async ({ attend, stay, stop, finish }) => {
      const over = new AbortController();
      const saving = saveNowAndThen(options, store, over.signal);
      const report = (event: Happened) =>
        void store.dispatch(() => ({ ...event, at: clock.now() })).catch(onTrouble);
      try {
        return await drive({
          machine,
          store,
          perform: (action, state, signal) => options.perform({ action, state, signal, report }),
          clock,
          attend,
          stay,
          signal: stop,
          finish,
        });
      } finally {
        over.abort();
        await saving;
        await store.saved();
      }
    },
  };
}

async function saveNowAndThen<State>(
  { clock, interval_ms }: { readonly clock: Clock; readonly interval_ms: (state: State) => number },
  store: Pick<Store<State, never>, 'state' | 'saveProgress'>,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await clock.sleep(interval_ms(store.state()), over);
    if (!over.aborted) store.saveProgress();
  }
}
