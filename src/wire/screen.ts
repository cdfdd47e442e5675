import type { Socket } from 'node:net';
import { encodeFrame } from './framing.ts';
import type { Reply } from './protocol.ts';

/** How long a peer may take to read its last word and hang up. */
const FAREWELL_MS = 500;

/** When a screen that does not read is given up. */
export interface Patience {
  readonly max_buffer_bytes: number;
  readonly stuck_ms: number;
}

/** The engine's view of one connected screen: what is written waits in its own buffer, and nobody else waits for it. */
export interface Screen {
  readonly socket: Socket;
  /** Sends what must not be skipped: answers, refusals, the farewell. */
  readonly send: (reply: Reply<never>) => void;
  /** Sends a snapshot that is already a line, or remembers that a newer one is due when the buffer has drained. */
  readonly offer: (line: string) => void;
  readonly greeted: () => boolean;
  readonly greet: () => void;
  /** Sends a last word and closes. */
  readonly end: (reply: Reply<never>) => void;
}

/** Gives the screen at the other end of a socket; `onCaughtUp` is called when it has drained and missed something meanwhile. */
export function screenOn(socket: Socket, patience: Patience, onCaughtUp: () => void): Screen {
  let greeted = false;
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
    greeted: () => greeted,
    greet: () => {
      greeted = true;
    },
    end: (reply) => {
      write(encodeFrame(reply));
      // Ended and not destroyed: destroying with unread input would take the last word away from the peer.
      socket.end();
      setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
    },
  };
}
