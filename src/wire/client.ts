import { asIntorchError, IntorchError } from '../domain/shared/errors.ts';
import { sanitizeLine } from '../domain/shared/text.ts';
import { type EngineConnection, openConnection } from './engine-connection.ts';
import { followLog } from './follow.ts';
import type { ClientOf, Reply } from './protocol.ts';
import { thisClient } from './this-client.ts';

const FIRST_RETRY_MS = 50;
const LAST_RETRY_MS = 2000;

export interface ConnectOptions {
  readonly socket_path: string;
  /** The command that connects: it is recorded with each answer. */
  readonly program: string;
  /** Folder of the logs, if it is not the one that the engine reports. */
  readonly session_directory?: string;
  /** How long the first answer may take, in milliseconds. An engine that is just starting has no socket yet. */
  readonly patience_ms?: number;
  /** How long to retry a lost engine before ending the connection, in milliseconds. */
  readonly give_up_ms?: number;
  /** Called when the engine is lost. Resolves to why there is nothing to wait for; null: it may come back. */
  readonly onLost?: () => Promise<string | null>;
}

/** A screen's connection to the engine, which also knows why it ended. */
export interface WireClient<Shown, Command> extends ClientOf<Shown, Command> {
  /** null: it is still open. */
  readonly endedBecause: () => string | null;
}

/** Connects to an engine and waits for its first snapshot. Rejects with ENGINE_UNREACHABLE when none answers or it refuses. */
export function connect<Shown extends { readonly session_directory: string }, Command>(
  options: ConnectOptions,
): Promise<WireClient<Shown, Command>> {
  const { patience_ms = 5000, give_up_ms = 60_000 } = options;
  let connection: ReturnType<ClientOf<Shown, Command>['connection']> = 'connecting';
  let snapshot: Shown | null = null;
  let ended: string | null = null;
  let wire: EngineConnection<Command> | null = null;
  let retry: NodeJS.Timeout | null = null;
  let lastId = 0;
  const unanswered = new Map<number, (refused: string | null) => void>();
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of [...listeners]) listener();
  };

  const answerAll = (because: string) => {
    const waiting = [...unanswered.values()];
    unanswered.clear();
    for (const answer of waiting) answer(because);
  };
  const end = (because: string) => {
    if (ended !== null) return;
    ended = because;
    connection = 'ended';
    if (retry !== null) clearTimeout(retry);
    wire?.hangUp();
    answerAll(because);
    tell();
  };

  const hear = (reply: Reply<Shown>) => {
    if (reply.type === 'answer') {
      unanswered.get(reply.id)?.(reply.refused === null ? null : sanitizeLine(reply.refused));
      unanswered.delete(reply.id);
    } else if (reply.type === 'snapshot') {
      snapshot = reply.snapshot;
      connection = 'live';
      tell();
    } else end(sanitizeLine(reply.because));
  };

  /** Tries to connect until the engine answers or the time is up. Starts again when the connection breaks later. */
  const call = (deadline: number, pause_ms: number) => {
    const gone = () => {
      wire = null;
      if (connection === 'ended') return;
      if (connection === 'live') {
        connection = 'lost';
        answerAll('the engine was lost before it answered; look at the screen for what it did');
        tell();
        call(Date.now() + give_up_ms, FIRST_RETRY_MS);
        void options.onLost?.().then((because) => because !== null && end(because));
      } else if (Date.now() + pause_ms > deadline) end('no engine answers');
      else retry = setTimeout(() => call(deadline, Math.min(pause_ms * 2, LAST_RETRY_MS)), pause_ms);
    };
    try {
      wire = openConnection(options.socket_path, thisClient(options.program), {
        onReply: hear,
        onGone: gone,
      });
    } catch (thrown) {
      end(asIntorchError(thrown).message);
    }
  };

  const client: WireClient<Shown, Command> = {
    snapshot: () => snapshot,
    connection: () => connection,
    endedBecause: () => ended,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    send: (command: Command) => {
      if (ended !== null) return Promise.resolve(ended);
      // Keys pressed while nobody answers must not take effect by surprise once the engine is back.
      if (connection !== 'live' || wire === null)
        return Promise.resolve('the engine does not answer; calling it again');
      const id = ++lastId;
      const answer = new Promise<string | null>((resolve) => unanswered.set(id, resolve));
      wire.write({ type: 'command', id, command });
      return answer;
    },
    stopEngine: (now) => wire?.write({ type: 'stop', now }),
    follow: (log, listener) =>
      followLog(options.session_directory ?? snapshot?.session_directory ?? '', log, listener),
    close: () => end('this screen is closed'),
  };

  return new Promise((connected, failed) => {
    const deadline = Date.now() + patience_ms;
    const silence = setTimeout(
      () => end('the engine does not answer'),
      Math.max(patience_ms, FIRST_RETRY_MS),
    );
    const settle = client.subscribe(() => {
      settle();
      clearTimeout(silence);
      if (ended === null) connected(client);
      else failed(new IntorchError('ENGINE_UNREACHABLE', `Cannot talk to the engine: ${ended}`));
    });
    call(deadline, FIRST_RETRY_MS);
  });
}
