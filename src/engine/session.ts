/** One session at work: its store, its loop, its periodic save. Screens and the command line hold one of these. */
import { SCHEMA_VERSION } from '../domain/integration/checkpoint/migrations.ts';
import type { Command } from '../domain/integration/command.ts';
import { decide } from '../domain/integration/decide.ts';
import { type Event, isPassing } from '../domain/integration/event.ts';
import { integrationMachine } from '../domain/integration/machine.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { transition } from '../domain/integration/transition.ts';
import type { Waiting } from '../domain/shared/machine.ts';
import { drive } from './drive.ts';
import { perform } from './integration/perform.ts';
import type { EnginePorts } from './integration/ports.ts';
import { createStore, type Store } from './store.ts';
import { unattended } from './unattended.ts';

export interface SessionOptions {
  readonly ports: EnginePorts;
  readonly initial: IntegrationState;
  /** Sequence number of the last event the initial state contains; 0 for a new session. */
  readonly sequence: number;
  readonly host: string;
  /** A checkpoint or a report could not be written: the journal has everything, so the work goes on. */
  readonly onTrouble: (error: unknown) => void;
}

export interface Session {
  readonly store: Store<IntegrationState, Event>;
  /** Carries out a command of the operator; gives why it is refused, or null. */
  readonly command: (command: Command) => Promise<string | null>;
  /** Runs until it is finished, stopped, or waits while nobody is there to ask. */
  readonly run: (attendance: Attendance) => Promise<Waiting | { readonly kind: 'stopped' }>;
}

/** Who is there to answer: a screen that may come at any time; nobody, and recommended choices are taken; nobody, and decisions stay open. */
export interface Attendance {
  readonly answers: 'operator' | 'recommended' | 'nobody';
  /** Stop at once; what runs is ended and done again on resume. */
  readonly stop: AbortSignal;
  /** Stop after what runs. */
  readonly finish: AbortSignal;
}

/** Makes a session from its first state or a recovered one. */
export function openSession({ ports, initial, sequence, host, onTrouble }: SessionOptions): Session {
  const { clock } = ports;
  const store = createStore<IntegrationState, Event>({
    initial,
    sequence,
    transition,
    journal: ports.journal.append,
    save: (state, saved) =>
      ports.checkpoints.save({
        schema_version: SCHEMA_VERSION,
        sequence: saved,
        host,
        saved_at: clock.now(),
        state,
      }),
    isPassing,
    onTrouble,
  });
  return {
    store,
    command: async (command) => {
      let refused: string | null = null;
      await store.dispatch((state) => {
        const decided = decide(state, command, clock.now());
        if (!('refused' in decided)) return decided;
        refused = decided.refused;
        return null;
      });
      return refused;
    },
    run: (attendance) => runSession(ports, store, attendance),
  };
}

async function runSession(
  ports: EnginePorts,
  store: Store<IntegrationState, Event>,
  { answers, stop, finish }: Attendance,
): Promise<Waiting | { readonly kind: 'stopped' }> {
  const { clock } = ports;
  const over = new AbortController();
  const saving = saveNowAndThen(ports, store, over.signal);
  try {
    return await drive({
      machine: integrationMachine,
      store,
      perform: (action, state, signal) =>
        perform(action, {
          ports,
          state,
          signal,
          onTally: (run, tests) =>
            void store.dispatch(() => ({ type: 'gate_progressed', run, tests, at: clock.now() })),
        }),
      stamp: {
        started: (key, action): Event => ({ type: 'action_started', key, action, at: clock.now() }),
        outcome: (outcome, of): Event => ({ ...outcome, of, at: clock.now() }),
        failed: (key, message, remedy): Event => ({
          type: 'action_failed',
          key,
          message,
          remedy,
          of: key,
          at: clock.now(),
        }),
      },
      attend: (state) => (answers === 'operator' ? null : unattended(state, answers, clock.now())),
      stay: (waiting) => answers === 'operator' && waiting.kind !== 'finished',
      signal: stop,
      finish,
    });
  } finally {
    over.abort();
    await saving;
    await store.saved();
  }
}

async function saveNowAndThen(
  ports: EnginePorts,
  store: Store<IntegrationState, Event>,
  over: AbortSignal,
): Promise<void> {
  while (!over.aborted) {
    await ports.clock.sleep(store.state().settings.checkpoints.interval_sec * 1000, over);
    if (!over.aborted) store.saveProgress();
  }
}
