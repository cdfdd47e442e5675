/** An engine that is an object: it answers commands from a table of its own, and records what it was sent, in order. */

import type { Command } from '../../../src/domain/integration/command.ts';
import { answerQuestion, openQuestion } from '../../../src/domain/integration/open-question.ts';
import { choiceId } from '../../../src/domain/integration/question.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { QuestionId } from '../../../src/domain/shared/ids.ts';
import type { EngineClient, Snapshot } from '../../../src/tui/integration-client.ts';
import type { LogText } from '../../../src/wire/protocol.ts';
import { freshState, sampleInstant } from '../../support/states.ts';

export interface FakeEngine extends EngineClient {
  readonly sent: Command[];
  readonly stops: boolean[];
  readonly followed: string[];
  /** Shows another state or another connection. */
  readonly show: (change: Partial<Snapshot>, connection?: ReturnType<EngineClient['connection']>) => void;
  /** Sends a part of the followed log. */
  readonly log: (text: string, more?: Partial<LogText>) => void;
  refuse: string | null;
}

/** Creates a snapshot of a state. */
export function snapshotOf(state: IntegrationState, overrides: Partial<Snapshot> = {}): Snapshot {
  return {
    kind: 'integration',
    state,
    texts: {},
    sizes: {},
    merged: {},
    around: {},
    live: {},
    setting_up: [],
    flagged: null,
    engine: { pid: 4121, host: 'build-3', started_at: sampleInstant(-10) },
    checkpoint_saved_at: sampleInstant(599),
    commands: ['git merge-tree --write-tree refs/heads/main refs/heads/effort/api-types'],
    session_directory: '/repo/.git/intorch/sessions/wave2-20261121-101500',
    now: sampleInstant(602),
    ...overrides,
  };
}

/** Creates an engine that shows a state. With `obeys`, it moves the cursor and takes choices like the real one. */
export function fakeEngine(first: Snapshot | null = snapshotOf(freshState()), obeys = false): FakeEngine {
  let snapshot = first;
  let connection: ReturnType<EngineClient['connection']> = first === null ? 'connecting' : 'live';
  const listeners = new Set<() => void>();
  let follower: ((more: LogText) => void) | null = null;
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };
  const engine: FakeEngine = {
    sent: [],
    stops: [],
    followed: [],
    refuse: null,
    snapshot: () => snapshot,
    connection: () => connection,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: (command) => {
      engine.sent.push(command);
      if (engine.refuse !== null) return Promise.resolve(engine.refuse);
      if (obeys && snapshot !== null) {
        snapshot = { ...snapshot, state: obeyed(snapshot.state, command) };
        queueMicrotask(tell);
      }
      return Promise.resolve(null);
    },
    stopEngine: (now) => void engine.stops.push(now),
    follow: (log, listener) => {
      engine.followed.push(log);
      follower = listener;
      return () => {
        follower = null;
      };
    },
    close: () => {},
    show: (change, next = 'live') => {
      connection = next;
      snapshot = { ...(snapshot ?? snapshotOf(freshState())), ...change };
      tell();
    },
    log: (text, more = {}) => follower?.({ text, cut: false, size: text.length, ...more }),
  };
  return engine;
}

function obeyed(state: IntegrationState, command: Command): IntegrationState {
  if (command.type === 'highlight')
    return {
      ...state,
      highlighted: [{ question: command.question as QuestionId, choice: choiceId(command.choice) }],
    };
  if (command.type !== 'choose' && command.type !== 'choose_named') return state;
  const question = openQuestion(state);
  const choice =
    command.type === 'choose_named'
      ? choiceId(command.choice)
      : (state.highlighted.at(-1)?.choice ?? question?.choices[0]?.id ?? choiceId(''));
  return answerQuestion(state, {
    type: 'choice_made',
    question: command.question as QuestionId,
    choice,
    by: 'operator',
    at: sampleInstant(700),
  });
}
