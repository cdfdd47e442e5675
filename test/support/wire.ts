/** Engines and screens that talk over real sockets, for tests of the wire. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Command } from '../../src/domain/integration/command.ts';
import { parseCommand } from '../../src/domain/integration/command-check.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { EngineClient, Snapshot } from '../../src/tui/integration-client.ts';
import { type ConnectOptions, connect, type WireClient } from '../../src/wire/client.ts';
import { keyFor, keyPath } from '../../src/wire/engine-key.ts';
import { encodeFrame, frameReader } from '../../src/wire/framing.ts';
import type { Reply } from '../../src/wire/protocol.ts';
import { type ServeOptions, serve, type WireServer } from '../../src/wire/server.ts';
import { freshState, sampleInstant } from './states.ts';

/** A line to an engine that integrates. */
export type IntegrationWire = WireClient<Snapshot, Command>;

/** Connects to an engine that integrates. */
export function connectTo(options: ConnectOptions): Promise<IntegrationWire> {
  return connect(options);
}

/** Creates a snapshot. Tests that need to tell one from the next count up its phase. */
export function sampleSnapshot(
  overrides: Partial<Snapshot> = {},
  state: Partial<IntegrationState> = {},
): Snapshot {
  return {
    kind: 'integration',
    state: freshState(state),
    texts: {},
    sizes: {},
    merged: {},
    around: {},
    live: {},
    setting_up: [],
    flagged: null,
    engine: { pid: 4711, host: 'here', started_at: sampleInstant() },
    checkpoint_saved_at: null,
    commands: [],
    session_directory: '/nowhere',
    now: sampleInstant(),
    ...overrides,
  };
}

/** A place where an engine and its screens meet. Everything in it is closed in the end. */
export interface Place {
  readonly directory: string;
  readonly socket_path: string;
  readonly engine: (options?: Partial<ServeOptions<Snapshot, Command>>) => Promise<WireServer>;
  readonly screen: (options?: Partial<ConnectOptions>) => Promise<IntegrationWire>;
  readonly raw: () => RawScreen;
  readonly clear: () => Promise<void>;
}

/** Creates a place in a new temporary folder. */
export function makePlace(): Place {
  const directory = mkdtempSync(join(tmpdir(), 'intorch-wire-'));
  const socket_path = join(directory, 'engine.sock');
  const closing: (() => unknown)[] = [];
  return {
    directory,
    socket_path,
    engine: async (options = {}) => {
      const server = await serve({
        socket_path,
        snapshot: () => sampleSnapshot(),
        parseCommand,
        onCommand: () => Promise.resolve(null),
        onStop: () => {},
        ...options,
      });
      closing.unshift(() => server.close('the test is over'));
      return server;
    },
    screen: async (options = {}) => {
      const client = await connectTo({ socket_path, program: 'tui', ...options });
      closing.unshift(client.close);
      return client;
    },
    raw: () => {
      const screen = rawScreen(socket_path);
      closing.unshift(() => screen.socket.destroy());
      return screen;
    },
    clear: async () => {
      for (const close of closing) await close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** A peer that sends and reads whatever and whenever it likes. */
export interface RawScreen {
  readonly socket: Socket;
  readonly say: (message: object) => void;
  readonly heard: Reply<Snapshot>[];
  /** Resolves with the first reply that passes the check, whether it has arrived or is yet to come. */
  readonly hear: (isRight: (reply: Reply<Snapshot>) => boolean) => Promise<Reply<Snapshot>>;
  readonly closed: Promise<void>;
}

function rawScreen(socket_path: string): RawScreen {
  const socket = createConnection(socket_path);
  const reader = frameReader();
  const heard: Reply<Snapshot>[] = [];
  const waiting = new Set<() => void>();
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', () => {});
  socket.on('data', (chunk: Uint8Array) => {
    for (const frame of reader.push(chunk))
      if (frame.kind === 'message') heard.push(frame.value as Reply<Snapshot>);
    for (const look of [...waiting]) look();
  });
  const hear = (isRight: (reply: Reply<Snapshot>) => boolean) =>
    new Promise<Reply<Snapshot>>((resolve) => {
      const look = () => {
        const reply = heard.find(isRight);
        if (reply === undefined) return;
        waiting.delete(look);
        resolve(reply);
      };
      waiting.add(look);
      look();
    });
  return { socket, heard, hear, closed, say: (message) => void socket.write(encodeFrame(message)) };
}

/** Resolves when the client passes the check. */
export function until(client: EngineClient, isRight: (client: EngineClient) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isRight(client)) return;
      stop();
      resolve();
    };
    const stop = client.subscribe(look);
    look();
  });
}

/** Lays a cable between two socket paths that can be cut. */
export function layCable(front: string, back: string): Promise<{ readonly cut: () => Promise<void> }> {
  const ends = new Set<Socket>();
  // Who connects at the front shows the key of the engine behind it.
  mkdirSync(dirname(keyPath(front)), { recursive: true, mode: 0o700 });
  writeFileSync(keyPath(front), keyFor(back));
  const server = createServer((near) => {
    const far = createConnection(back);
    for (const end of [near, far]) {
      ends.add(end);
      end.on('error', () => end.destroy());
    }
    near.pipe(far).pipe(near);
  });
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      rmSync(keyPath(front), { force: true });
      for (const end of ends) end.destroy();
    });
  return new Promise((resolve) => server.listen(front, () => resolve({ cut })));
}

export const PAUSE: Command = { type: 'pause' };
