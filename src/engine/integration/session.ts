/** A session that integrates: the general session with this machine, its performers, and its answers where nobody is asked. */
import { integrationCodec } from '../../domain/integration/checkpoint/codec.ts';
import type { Command } from '../../domain/integration/command.ts';
import type { Event } from '../../domain/integration/event.ts';
import { integrationMachine } from '../../domain/integration/machine.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Ended } from '../drive.ts';
import { savingTo } from '../saving.ts';
import { openSession, type Session } from '../session.ts';
import { perform } from './perform.ts';
import { stoppable } from './performing.ts';
import type { EnginePorts } from './ports.ts';
import { unattended } from './unattended.ts';

export interface IntegrationOptions {
  readonly ports: EnginePorts;
  readonly initial: IntegrationState;
  /** Sequence number of the last event in the initial state; 0 for a new session. */
  readonly sequence: number;
  readonly host: string;
  /** Name of the checkpoint that this process goes on from; absent: it begins the session. */
  readonly recovered_from?: string;
  /** Called when a checkpoint or a report could not be written. The journal has everything, so the session continues. */
  readonly onTrouble: (error: unknown) => void;
}

export interface IntegrationSession extends Omit<Session<IntegrationState, Event, Command>, 'run'> {
  /** Runs until the session is finished, is stopped, or needs an answer while nobody is there. */
  readonly run: (attendance: Answering) => Promise<Ended>;
}

/** Who answers questions: an operator whose screen may come at any time, the recommendations, or nobody. */
export interface Answering {
  readonly answers: 'operator' | 'recommended' | 'nobody';
  /** Stop at once. Running actions are ended, and repeated on resume. */
  readonly stop: AbortSignal;
  /** Stop when the running actions have finished. */
  readonly finish: AbortSignal;
}

/** Opens an integration on its first state or a recovered one. */
export function openIntegration(options: IntegrationOptions): IntegrationSession {
  const { ports, initial, sequence, onTrouble } = options;
  const { clock, journal, snapshots, checkpoints } = ports;
  const session = openSession({
    machine: integrationMachine,
    perform: ({ action, state, signal, report }) =>
      perform(action, {
        ports: stoppable(ports, signal),
        state,
        signal,
        onTally: (run, tests) => report({ type: 'gate_progressed', run, tests }),
        onSetup: (run, setting_up) => report({ type: 'gate_set_up', run, setting_up }),
        onFlagged: (flagged) => report({ type: 'pairs_flagged', flagged }),
      }),
    clock,
    journal,
    check: integrationCodec.encode,
    save: savingTo({ ...options, snapshots, checkpoints, codec: integrationCodec, clock }),
    initial,
    sequence,
    interval_ms: ({ settings }) => settings.checkpoints.interval_sec * 1000,
    onTrouble,
  });
  return {
    ...session,
    run: ({ answers, stop, finish }) =>
      session.run({
        attend: (state) => (answers === 'operator' ? null : unattended(state, answers, clock.now())),
        stay: (waiting) =>
          answers === 'operator'
            ? !waiting.some(({ kind }) => kind === 'finished')
            : waiting.some(({ kind }) => kind === 'until' || kind === 'outside'),
        stop,
        finish,
      }),
  };
}
