/** This folder: the connection between engine and screen. */
import { createConnection } from 'node:net';
import { isRecord } from '../domain/shared/checks.ts';
import type { ClientFacts } from '../domain/shared/client.ts';
import { keyFor } from './engine-key.ts';
import { encodeFrame, frameReader } from './framing.ts';
import { PROTOCOL_VERSION, type Reply, type Request } from './protocol.ts';
import { refuseForeignFolder } from './socket-path.ts';

/** One connection to an engine, from its hello to its end. */
export interface EngineConnection<Command> {
  readonly write: (request: Request<Command>) => void;
  readonly hangUp: () => void;
}

interface Callbacks<Shown> {
  readonly onReply: (reply: Reply<Shown>) => void;
  /** Called once, for whatever reason. */
  readonly onGone: () => void;
}

/** Opens a connection and sends hello. Passes anything that is not a valid reply on as a refusal. */
export function openConnection<Shown, Command>(
  socket_path: string,
  client: ClientFacts,
  { onReply, onGone }: Callbacks<Shown>,
): EngineConnection<Command> {
  refuseForeignFolder(socket_path);
  const socket = createConnection(socket_path);
  const reader = frameReader();
  socket.on('error', () => socket.destroy());
  socket.on('close', onGone);
  socket.on('data', (chunk: Uint8Array) => {
    for (const frame of reader.push(chunk)) {
      if (socket.destroyed) return;
      onReply(
        frame.kind === 'refused' ? { type: 'refused', because: frame.because } : replyFrom(frame.value),
      );
    }
  });
  const write = (request: Request<Command>) => void socket.write(encodeFrame(request));
  // Who is connected meets the engine that listens now, and its key.
  socket.once('connect', () =>
    write({ type: 'hello', protocol: PROTOCOL_VERSION, key: keyFor(socket_path), client }),
  );
  return { write, hangUp: () => void socket.destroy() };
}

function replyFrom<Shown>(value: unknown): Reply<Shown> {
  const reply: Readonly<Record<string, unknown>> = isRecord(value) ? value : {};
  const isText = (field: string) => typeof reply[field] === 'string';
  const isSnapshot = () => isRecord(reply['snapshot']) && isRecord(reply['snapshot']['state']);
  const isAnswer = () => typeof reply['id'] === 'number' && (reply['refused'] === null || isText('refused'));
  const known =
    (reply['type'] === 'snapshot' && isSnapshot()) ||
    (reply['type'] === 'answer' && isAnswer()) ||
    ((reply['type'] === 'refused' || reply['type'] === 'bye') && isText('because'));
  if (known) return reply as unknown as Reply<Shown>;
  return { type: 'refused', because: 'the other end does not speak as an engine does' };
}
