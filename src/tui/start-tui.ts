/** Shows the state of an integration's engine on a terminal until the person leaves. */
import type { Reading } from './action.ts';
import { terminalTitle } from './facts/attention.ts';
import { asciiOf } from './frame/theme.ts';
import type { EngineClient } from './integration-client.ts';
import type { PastSession } from './past-session.ts';
import type { Elsewhere } from './screen-input.ts';
import { createScreenStore, type IntegrationStore } from './store.ts';
import { type Farewell, farewell } from './terminal/farewell.ts';
import { streamUntilKey } from './terminal/streaming.ts';
import { ringBell, setTitle } from './terminal/terminal-modes.ts';
import { type Drawing, type OnTerminal, showOnTerminal } from './terminal.ts';

export interface TuiOptions extends Drawing {
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
  /** How long a question must have been on the screen before an answer counts, in milliseconds; 150 by default. */
  readonly guard_ms?: number;
}

export interface TuiRequest extends OnTerminal {
  readonly client: EngineClient;
  readonly options: TuiOptions;
}

const GUARD_MS = 150;

/** Shows the engine's state until the person leaves. Returns what to print on the normal screen, and the exit status. */
export function startTui(request: TuiRequest): Promise<Farewell> {
  const { client, stdin, stdout, options } = request;
  return showOnTerminal(request, options, {
    lastWords: (reason) => farewell(reason, client.snapshot(), options.call),
    open: ({ theme, size, lend, ...terminal }) => {
      const store = createScreenStore({
        client,
        theme,
        size,
        guard_ms: options.guard_ms ?? GUARD_MS,
        elsewhere: options.elsewhere ?? null,
        notice: options.notice ?? null,
        host: {
          ...terminal,
          edit: (file) => lend(() => options.editor(file)),
          shell: (directory) => lend(() => options.shell(directory)),
          read: (what) => lend(() => options.read(what)),
          stream: async () => {
            let how: 'back' | 'detached' = 'back';
            const dress = (text: string) => (options.ascii ? asciiOf(text) : text);
            await lend(async () => {
              how = await streamUntilKey({ client, stdin, stdout, dress });
            });
            return how;
          },
          history: options.history,
        },
      });
      store.subscribe(attention(store, stdout));
      return store;
    },
  });
}

/** Keeps the terminal's title up to date, and rings the bell once when somebody is needed. */
function attention(store: IntegrationStore, stdout: OnTerminal['stdout']): () => void {
  let title = '';
  let needed = true;
  return () => {
    const look = store.look();
    if (look === null) return;
    const { question } = look;
    const next = terminalTitle(look.snapshot.state, question);
    if (next !== title) setTitle(stdout, next);
    title = next;
    if (question !== null && !needed) ringBell(stdout);
    needed = question !== null;
  };
}
