/** This folder: the line between engine and screen. */
import { createConnection } from 'node:net';
import { encodeFrame, frameReader } from './framing.ts';
import { PROTOCOL_VERSION, type Reply, type Request } from './protocol.ts';
import { isRecord } from './requests.ts';
import { refuseForeignFolder } from './socket-path.ts';

/** One connection to an engine, from hello to its end. */
export interface Line {
  readonly write: (request: Request) => void;
  readonly hangUp: () => void;
}

interface Callbacks {
  readonly onReply: (reply: Reply) => void;
  /** Called once, whatever the reason. */
  readonly onGone: () => void;
}

/** Opens a line and says hello. What is no reply of this protocol is given as a refusal. */
export function openLine(socket_path: string, { onReply, onGone }: Callbacks): Line {
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
  const write = (request: Request) => void socket.write(encodeFrame(request));
  write({ type: 'hello', protocol: PROTOCOL_VERSION });
  return { write, hangUp: () => void socket.destroy() };
}

function replyFrom(value: unknown): Reply {
  const reply = isRecord(value) ? value : {};
  const isText = (field: string) => typeof reply[field] === 'string';
  const isSnapshot = () => isRecord(reply['snapshot']) && isRecord(reply['snapshot']['state']);
  const isAnswer = () => typeof reply['id'] === 'number' && (reply['refused'] === null || isText('refused'));
  const known =
    (reply['type'] === 'snapshot' && isSnapshot()) ||
    (reply['type'] === 'answer' && isAnswer()) ||
    ((reply['type'] === 'refused' || reply['type'] === 'bye') && isText('because'));
  if (known) return reply as unknown as Reply;
  return { type: 'refused', because: 'the other end does not speak as an engine does' };
}
