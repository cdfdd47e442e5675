/** The way in: a terminal, an engine to look at, and what remains when the person has gone. */
import process from 'node:process';
import { render } from 'ink';
import { createElement } from 'react';
import { openQuestion } from '../domain/integration/open-question.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Reading, Reason } from './action.ts';
import { App, type Handle } from './app.tsx';
import { terminalTitle } from './facts/attention.ts';
import { asciiOf } from './frame/theme.ts';
import type { EngineClient } from './integration-client.ts';
import type { PastSession } from './past-session.ts';
import type { Elsewhere } from './screen-input.ts';
import { createStore, type Store } from './store.ts';
import { type Farewell, farewell } from './terminal/farewell.ts';
import { type RealStdin, StdinKeys } from './terminal/stdin-keys.ts';
import { streamUntilKey } from './terminal/streaming.ts';
import { guardTerminal } from './terminal/terminal-guards.ts';
import * as modes from './terminal/terminal-modes.ts';

export interface TuiOptions {
  /** The locale is not UTF-8, or ASCII was asked for. */
  readonly ascii: boolean;
  readonly no_color: boolean;
  /** Linear text, no alternate screen, nothing that moves. */
  readonly screen_reader: boolean;
  /** Whether anything may move by itself. */
  readonly motion: boolean;
  /** Runs the operator's editor on a file, with the terminal as its own; resolves when it has ended. */
  readonly editor: (file: string) => Promise<void>;
  /** Shows a text in the operator's pager, with the terminal as its own. */
  readonly read: (what: Reading) => Promise<void>;
  /** Runs a shell in a folder, with the terminal as its own. */
  readonly shell: (directory: string) => Promise<void>;
  /** Reads the sessions of the repository. */
  readonly history: () => Promise<readonly PastSession[]>;
  /** Who drives the session where this screen only looks on. */
  readonly elsewhere?: Elsewhere | null;
  /** What the terminal is; TERM where nothing is said. */
  readonly term?: string;
  /** How long a question must have been on the screen before an answer counts, in milliseconds; 150 where nothing is said. */
  readonly guard_ms?: number;
}

export interface TuiRequest {
  readonly client: EngineClient;
  /** Rejects when there will be no engine to look at; the screen ends with that error. */
  readonly opening?: Promise<unknown>;
  readonly stdin: RealStdin;
  readonly stdout: modes.RealStdout;
  readonly options: TuiOptions;
}

const GUARD_MS = 150;

/** Shows the engine's state until the person leaves; gives what to print on the normal screen, and the exit status. */
export async function startTui({ client, opening, stdin, stdout, options }: TuiRequest): Promise<Farewell> {
  const refusal = modes.terminalRefusal(stdin, stdout, options.term ?? process.env['TERM']);
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal);

  const keys = new StdinKeys(stdin);
  let handle: Handle | null = null;
  let unmount = () => {};
  let settle: (how: Farewell | Error) => void = () => {};
  const settled = new Promise<Farewell | Error>((resolve) => {
    settle = resolve;
  });
  const lend = (use: () => Promise<void>) =>
    handle === null ? Promise.resolve() : handle.lend(() => modes.whileLent(use, stdout));
  const store = createStore({
    client,
    theme: {
      ascii: options.ascii,
      color: !options.no_color,
      motion: options.motion && !options.screen_reader && !options.ascii,
      linear: options.screen_reader,
    },
    size: { columns: stdout.columns || 80, rows: stdout.rows || 24 },
    guard_ms: options.guard_ms ?? GUARD_MS,
    elsewhere: options.elsewhere ?? null,
    host: {
      copy: (text) => modes.copyToClipboard(stdout, text),
      edit: (file) => lend(() => options.editor(file)),
      shell: (directory) => lend(() => options.shell(directory)),
      read: (what) => lend(() => options.read(what)),
      stream: async () => {
        let how: 'back' | 'detached' = 'back';
        await lend(async () => {
          how = await streamUntilKey({
            client,
            stdin,
            stdout,
            dress: (text) => (options.ascii ? asciiOf(text) : text),
          });
        });
        return how;
      },
      suspend: () => lend(stopUntilContinued),
      history: options.history,
      leave: (reason) =>
        handle === null ? settle(farewell(reason, client.snapshot())) : handle.leave(reason),
      dropTypedAhead: () => keys.drop(),
      now_ms: () => performance.now(),
    },
  });
  const guards = guardTerminal(process, stdin, stdout, ({ because, status, error }) => {
    const last = farewell('detached', client.snapshot());
    settle(
      status === 70
        ? asError(error)
        : { ...last, status, lines: [`intorch: ${because}`, ...last.lines.slice(1)] },
    );
    unmount();
  });
  const onReady = (ready: Handle) => {
    handle = ready;
  };
  let repaint = () => {};
  const onResized = () => repaint();
  const app = () => createElement(App, { store, onReady, onResized });
  const unsubscribe = store.subscribe(attention(store, stdout));

  // Before the first frame: a burst that comes while it is drawn must go through the splitter too.
  keys.setRawMode(true);
  modes.goHome(stdout);
  if (!options.screen_reader) modes.wheelMoves(stdout);
  try {
    const instance = render(app(), {
      stdin: keys as unknown as NodeJS.ReadStream,
      stdout,
      alternateScreen: !options.screen_reader,
      isScreenReaderEnabled: options.screen_reader,
      exitOnCtrlC: false,
      patchConsole: false,
      maxFps: 60,
      incrementalRendering: true,
    });
    unmount = () => instance.unmount();
    // Ink draws only what changed since its last frame, which is not what is on a screen that was resized.
    if (!options.screen_reader)
      repaint = () => {
        modes.clearScreen(stdout);
        instance.clear();
        instance.rerender(app());
      };
    instance.waitUntilExit().then(
      (reason) => settle(farewell((reason as Reason | undefined) ?? 'detached', client.snapshot())),
      (thrown) => settle(asError(thrown)),
    );
    opening?.catch((thrown) => settle(asError(thrown)));
    const how = await settled;
    unmount();
    if (how instanceof IntorchError) throw how;
    if (how instanceof Error)
      throw new IntorchError('BUG', `The screen failed: ${how.message}`, { cause: how });
    return how;
  } finally {
    unsubscribe();
    store.close();
    keys.setRawMode(false);
    guards.restore();
    guards.remove();
  }
}

/** Stops the process as Ctrl+Z does everywhere, and comes back with `fg`. */
async function stopUntilContinued(): Promise<void> {
  const continued = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  // Nothing else may be alive while the terminal is lent, and an empty loop would end the process.
  const alive = setInterval(() => {}, 60_000);
  process.kill(process.pid, 'SIGTSTP');
  await continued;
  clearInterval(alive);
}

/** Keeps the terminal's title up to date, and rings once when somebody comes to be needed. */
function attention(store: Store, stdout: modes.RealStdout): () => void {
  let title = '';
  let needed = true;
  return () => {
    const look = store.look();
    if (look === null) return;
    const question = openQuestion(look.snapshot.state);
    const next = terminalTitle(look.snapshot.state, question);
    if (next !== title) modes.setTitle(stdout, next);
    title = next;
    if (question !== null && !needed) modes.ringBell(stdout);
    needed = question !== null;
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
