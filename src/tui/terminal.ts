/** Starts a screen: a terminal, an engine to show, and what remains after the person has left. */
import process from 'node:process';
import { render } from 'ink';
import { createElement } from 'react';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Reading, Reason } from './action.ts';
import { App, type Handle } from './app.tsx';
import { terminalTitle } from './facts/attention.ts';
import { asciiOf } from './frame/theme.ts';
import type { EngineClient } from './integration-client.ts';
import type { PastSession } from './past-session.ts';
import type { Elsewhere } from './screen-input.ts';
import { createScreenStore, type ScreenStore } from './store.ts';
import { type Farewell, farewell } from './terminal/farewell.ts';
import { type RealStdin, StdinKeys } from './terminal/stdin-keys.ts';
import { streamUntilKey } from './terminal/streaming.ts';
import { guardTerminal } from './terminal/terminal-guards.ts';
import * as modes from './terminal/terminal-modes.ts';

export interface TuiOptions {
  /** The locale is not UTF-8, or the operator asked for ASCII. */
  readonly ascii: boolean;
  readonly no_color: boolean;
  /** Linear text, no alternate screen, no animation. */
  readonly screen_reader: boolean;
  /** Whether anything may be animated. */
  readonly motion: boolean;
  /** Lends the terminal to the operator's editor for a file. Resolves when the editor has exited. */
  readonly editor: (file: string) => Promise<void>;
  /** Lends the terminal to the operator's pager for a text. */
  readonly read: (what: Reading) => Promise<void>;
  /** Lends the terminal to a shell in a folder. */
  readonly shell: (directory: string) => Promise<void>;
  /** Reads the sessions of the repository. */
  readonly history: () => Promise<readonly PastSession[]>;
  /** Writes the command line of a command of this program; the command behind `intorch` by default. */
  readonly call?: (command: string) => string;
  /** Who drives the session where this screen only watches. */
  readonly elsewhere?: Elsewhere | null;
  /** A sentence to show first, until a key is pressed. */
  readonly notice?: string | null;
  /** The terminal's type; TERM by default. */
  readonly term?: string;
  /** How long a question must have been on the screen before an answer counts, in milliseconds; 150 by default. */
  readonly guard_ms?: number;
}

export interface TuiRequest {
  readonly client: EngineClient;
  /** Rejects when no engine will be there to show; the screen then ends with that error. */
  readonly opening?: Promise<unknown>;
  readonly stdin: RealStdin;
  readonly stdout: modes.RealStdout;
  readonly options: TuiOptions;
}

const GUARD_MS = 150;

/** Shows the engine's state until the person leaves. Returns what to print on the normal screen, and the exit status. */
export async function startTui({ client, opening, stdin, stdout, options }: TuiRequest): Promise<Farewell> {
  const refusal = modes.terminalRefusal(stdin, stdout, options.term ?? process.env['TERM']);
  if (refusal !== null) throw new IntorchError('NO_TERMINAL', refusal);

  const lastWords = (reason: Reason) => farewell(reason, client.snapshot(), options.call);
  const keys = new StdinKeys(stdin);
  let handle: Handle | null = null;
  let unmount = () => {};
  let settle: (how: Farewell | Error) => void = () => {};
  const settled = new Promise<Farewell | Error>((resolve) => {
    settle = resolve;
  });
  const lend = (use: () => Promise<void>) =>
    handle === null ? Promise.resolve() : handle.lend(() => modes.whileLent(use, stdout));
  const store = createScreenStore({
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
    notice: options.notice ?? null,
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
      leave: (reason) => (handle === null ? settle(lastWords(reason)) : handle.leave(reason)),
      dropTypedAhead: () => keys.drop(),
      now_ms: () => performance.now(),
    },
  });
  const guards = guardTerminal(process, stdin, stdout, ({ because, status, error }) => {
    const last = lastWords('detached');
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

  // Before the first frame, so that keys that arrive while it is drawn go through the splitter, too.
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
    // Ink draws only what changed since its last frame, but a resized terminal no longer shows that frame.
    if (!options.screen_reader)
      repaint = () => {
        modes.clearScreen(stdout);
        instance.clear();
        instance.rerender(app());
      };
    instance.waitUntilExit().then(
      (reason) => settle(lastWords((reason as Reason | undefined) ?? 'detached')),
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

/** Stops the process as Ctrl+Z does everywhere, and continues after `fg`. */
async function stopUntilContinued(): Promise<void> {
  const continued = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  // Nothing else may be alive while the terminal is lent, and an empty event loop would end the process.
  const alive = setInterval(() => {}, 60_000);
  process.kill(process.pid, 'SIGTSTP');
  await continued;
  clearInterval(alive);
}

/** Keeps the terminal's title up to date, and rings the bell once when somebody is needed. */
function attention(store: ScreenStore, stdout: modes.RealStdout): () => void {
  let title = '';
  let needed = true;
  return () => {
    const look = store.look();
    if (look === null) return;
    const { question } = look;
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
