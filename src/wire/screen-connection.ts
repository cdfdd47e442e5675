import type { Socket } from 'node:net';
import type { ClientFacts } from '../domain/shared/client.ts';
import { encodeFrame } from './framing.ts';
import type { Reply } from './protocol.ts';

/** How long a peer may take to read the last message and hang up. */
const FAREWELL_MS = 500;

/** When to disconnect a screen that does not read. */
export interface Patience {
  readonly max_buffer_bytes: number;
  readonly stuck_ms: number;
}

/** The engine's view of one connected screen. Each has its own buffer, so that no screen delays another. */
export interface ScreenConnection {
  readonly socket: Socket;
  /** Sends a reply that must not be skipped: an answer, a refusal, the farewell. */
  readonly send: (reply: Reply<never>) => void;
  /** Sends an encoded snapshot, or notes that a newer one is due when the buffer has drained. */
  readonly offer: (line: string) => void;
  /** Who said hello; null: nobody yet. */
  readonly client: () => ClientFacts | null;
  readonly greet: (client: ClientFacts) => void;
  /** Sends a last reply and closes. */
  readonly end: (reply: Reply<never>) => void;
}

/** Wraps the socket of a screen. Calls `onCaughtUp` when the screen has read everything after missing a snapshot. */
export function screenConnection(
  socket: Socket,
  patience: Patience,
  onCaughtUp: () => void,
): ScreenConnection {
  let greeted: ClientFacts | null = null;
  let missed = false;
  let giveUp: NodeJS.Timeout | null = null;

  const settle = () => {
    if (giveUp !== null) clearTimeout(giveUp);
    giveUp = null;
  };
  const drained = () => {
    if (socket.writableLength > 0) return;
    settle();
    if (!missed) return;
    missed = false;
    onCaughtUp();
  };
  const write = (line: string) => {
    if (socket.destroyed || socket.writableEnded) return;
    socket.write(line, drained);
    if (socket.writableLength > patience.max_buffer_bytes) socket.destroy();
    else giveUp ??= setTimeout(() => socket.destroy(), patience.stuck_ms).unref();
  };

  socket.on('close', settle);
  return {
    socket,
    send: (reply) => write(encodeFrame(reply)),
    offer: (line) => {
      if (socket.writableLength > 0) missed = true;
      else write(line);
    },
    client: () => greeted,
    greet: (client) => {
      greeted = client;
    },
    end: (reply) => {
      write(encodeFrame(reply));
      // End rather than destroy: destroying a socket with unread input would lose the last reply.
      socket.end();
      setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
    },
  };
}
