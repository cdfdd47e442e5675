import { createServer, type Socket } from 'node:net';
import type { ClientFacts } from '../domain/shared/client.ts';
import { makeKey } from './engine-key.ts';
import { encodeFrame, frameReader, MAX_FRAME_BYTES } from './framing.ts';
import { listenOn } from './listening.ts';
import { PROTOCOL_VERSION, type Reply, type Request } from './protocol.ts';
import { type CommandParser, parseRequest } from './requests.ts';
import { type Patience, type ScreenConnection, screenConnection } from './screen-connection.ts';

/** Snapshots are sent at most this often. Changes in between are in the next one. */
const SNAPSHOT_INTERVAL_MS = 50;
const MAX_SCREENS = 32;
const WITHOUT_KEY = `this engine is commanded only by who shows its key; where that is lost, end it (kill ${process.pid}) and go on with intorch tui`;

const DEFAULT_PATIENCE: Patience = { max_buffer_bytes: 64 * 1024 * 1024, stuck_ms: 30_000 };

type Hello = Extract<Request<never>, { readonly type: 'hello' }>;

export interface ServeOptions<Shown, Command> {
  readonly socket_path: string;
  /** Called when a snapshot is due. Must be fast and must not throw. */
  readonly snapshot: () => Shown;
  /** Checks what a screen sends as a command; each kind of process has its own. */
  readonly parseCommand: CommandParser<Command>;
  /** Executes a command. Returns null, or the reason of a refusal. Commands of all screens run one at a time, in order of arrival. */
  readonly onCommand: (command: Command, client: ClientFacts) => Promise<string | null>;
  /** Decides at its hello whether a client may command, by its process; returns what is known of it. Default: as it says. */
  readonly vet?: (socket: Socket, client: ClientFacts) => Promise<ClientFacts | { readonly refused: string }>;
  readonly onStop: (now: boolean) => void;
  readonly patience?: Patience;
}

/** The engine's side of the connections to screens. */
export interface WireServer {
  /** Marks the snapshot as changed. Cheap; returns at once. */
  readonly changed: () => void;
  /** Counts the screens that are watching now. */
  readonly screens: () => number;
  /** Says farewell to every screen, stops listening and removes the socket. */
  readonly close: (because: string) => Promise<void>;
}

/** Listens for screens. Rejects with SESSION_LOCKED when another engine answers there, STATE_UNWRITABLE when it cannot listen. */
export async function serve<Shown, Command extends object>(
  options: ServeOptions<Shown, Command>,
): Promise<WireServer> {
  const screens = new Set<ScreenConnection>();
  let due: NodeJS.Timeout | null = null;
  let commands: Promise<unknown> = Promise.resolve();

  const looking = () => [...screens].filter((screen) => screen.client() !== null);
  const broadcast = () => {
    due = null;
    const waiting = looking();
    if (waiting.length === 0) return;
    const line = snapshotLine(options.snapshot());
    for (const screen of waiting) screen.offer(line);
  };
  const changed = () => {
    due ??= setTimeout(broadcast, SNAPSHOT_INTERVAL_MS);
  };

  const carryOut = (screen: ScreenConnection, request: Request<Command>) => {
    if (request.type === 'hello') return greet(screen, request);
    const client = screen.client();
    if (client === null) return refuse(screen, 'say hello first');
    if (request.type === 'stop') return options.onStop(request.now);
    const { id, command } = request;
    commands = commands.then(async () => {
      const refused = await options.onCommand(command, client).catch(sentenceOf);
      screen.send({ type: 'answer', id, refused });
    });
  };
  const greet = (screen: ScreenConnection, { protocol, key, client }: Hello) => {
    if (protocol !== PROTOCOL_VERSION) {
      return refuse(
        screen,
        `this engine speaks protocol ${PROTOCOL_VERSION} and the screen speaks ${protocol}`,
      );
    }
    if (!own.fits(key) || client === undefined) return refuse(screen, WITHOUT_KEY);
    if (looking().length >= MAX_SCREENS) {
      return refuse(screen, `${MAX_SCREENS} screens are connected already`);
    }
    const welcome = (vetted: ClientFacts | { readonly refused: string }) => {
      if ('refused' in vetted) return refuse(screen, vetted.refused);
      screen.greet(vetted);
      screen.offer(snapshotLine(options.snapshot()));
    };
    if (options.vet === undefined) return welcome(client);
    options.vet(screen.socket, client).then(welcome, (thrown) => refuse(screen, sentenceOf(thrown)));
  };

  const accept = (socket: Socket) => {
    const screen = screenConnection(socket, options.patience ?? DEFAULT_PATIENCE, changed);
    socket.on('error', () => socket.destroy());
    screens.add(screen);
    socket.on('close', () => screens.delete(screen));
    const reader = frameReader();
    socket.on('data', (chunk: Uint8Array) => {
      for (const frame of reader.push(chunk)) {
        if (socket.writableEnded) return;
        const request =
          frame.kind === 'refused'
            ? { refused: frame.because }
            : parseRequest(frame.value, options.parseCommand);
        if ('refused' in request) refuse(screen, request.refused);
        else carryOut(screen, request);
      }
    });
  };

  const server = createServer(accept);
  const own = makeKey(options.socket_path);
  await listenOn(server, options.socket_path, own.write);
  // A screen that could not be accepted (no file descriptors left) connects again; the engine continues.
  server.on('error', () => {});

  const close = async (because: string) => {
    if (due !== null) clearTimeout(due);
    const closed = new Promise<void>((done) => server.close(() => done()));
    for (const screen of screens) screen.end({ type: 'bye', because });
    await closed;
    own.remove();
  };
  return { changed, screens: () => looking().length, close };
}

function refuse(screen: ScreenConnection, because: string): void {
  screen.end({ type: 'refused', because });
}

/** Encodes the snapshot as a line. Replaces one too long for any screen by a refusal, so that it does not silently go missing. */
function snapshotLine(snapshot: unknown): string {
  const line = encodeFrame({ type: 'snapshot', snapshot } satisfies Reply<unknown>);
  if (line.length <= MAX_FRAME_BYTES && Buffer.byteLength(line) <= MAX_FRAME_BYTES) return line;
  const because = 'the state is too large to show; `intorch status` and the reports have it';
  return encodeFrame({ type: 'refused', because } satisfies Reply<never>);
}

function sentenceOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
