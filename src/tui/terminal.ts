/** Starts a screen: a terminal, what is shown on it, and what remains after the person has left. */
import process from 'node:process';
import { render } from 'ink';
import { createElement } from 'react';
import { IntorchError } from '../domain/shared/errors.ts';
import type { Reason } from './action.ts';
import { App, type Handle } from './app.tsx';
import type { TerminalSize } from './frame/frame.ts';
import type { Theme } from './frame/theme.ts';
import type { ScreenStore } from './screen-store.ts';
import type { Farewell } from './terminal/farewell.ts';
import { type RealStdin, StdinKeys } from './terminal/stdin-keys.ts';
import { guardTerminal } from './terminal/terminal-guards.ts';
import * as modes from './terminal/terminal-modes.ts';

/** How to draw. */
export interface Drawing {
  /** The locale is not UTF-8, or the operator asked for ASCII. */
  readonly ascii: boolean;
  readonly no_color: boolean;
  /** Linear text, no alternate screen, no animation. */
  readonly screen_reader: boolean;
  /** Whether anything may be animated. */
  readonly motion: boolean;
  /** The terminal's type; TERM by default. */
  readonly term?: string;
}

export interface OnTerminal {
  readonly stdin: RealStdin;
  readonly stdout: modes.RealStdout;
  /** Rejects when there will be nothing to show; the screen then ends with that error. */
  readonly opening?: Promise<unknown>;
}

/** What a store may do with the terminal that it is shown on. */
export interface LentTerminal {
  readonly theme: Theme;
  readonly size: TerminalSize;
  /** Lends the terminal to another program until it has ended. */
  readonly lend: (use: () => Promise<void>) => Promise<void>;
  readonly copy: (text: string) => void;
  readonly suspend: () => Promise<void>;
  readonly leave: (reason: Reason) => void;
  readonly dropTypedAhead: () => void;
  readonly now_ms: () => number;
}

/** What is shown. */
export interface Shown {
  readonly open: (terminal: LentTerminal) => ScreenStore;
  /** Writes what stays on the normal screen. */
  readonly lastWords: (reason: Reason) => Farewell;
}

/** Shows a store until the person leaves. Returns what to print on the normal screen, and the exit status. */
export async function showOnTerminal(
  { stdin, stdout, opening }: OnTerminal,
  options: Drawing,
  { open, lastWords }: Shown,
): Promise<Farewell> {
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
  const store = open({
    theme: {
      ascii: options.ascii,
      color: !options.no_color,
      motion: options.motion && !options.screen_reader && !options.ascii,
      linear: options.screen_reader,
    },
    size: { columns: stdout.columns || 80, rows: stdout.rows || 24 },
    lend,
    copy: (text) => modes.copyToClipboard(stdout, text),
    suspend: () => lend(stopUntilContinued),
    leave: (reason) => (handle === null ? settle(lastWords(reason)) : handle.leave(reason)),
    dropTypedAhead: () => keys.drop(),
    now_ms: () => performance.now(),
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

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
