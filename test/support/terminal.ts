/** A real terminal: a pty, and an emulator that knows every cell of it. */
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

export interface TerminalOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly columns?: number;
  readonly rows?: number;
}

export interface Terminal {
  readonly pid: number;
  readonly type: (text: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  /** What is on the screen now, without spaces at the ends of rows. */
  readonly rows: () => readonly string[];
  /** Waits until the screen shows something. Fails, with the screen, when the program ends first or half a minute passes. */
  readonly until: (what: string | RegExp) => Promise<void>;
  /** Resolves when the program has ended. */
  readonly ended: Promise<{ readonly code: number; readonly signal: number }>;
  readonly buffer: () => 'normal' | 'alternate';
  readonly bytes: () => string;
  readonly kill: (signal: string) => void;
  /** Stops reading, like a half-open connection. */
  readonly pause: () => void;
  /** Closes the terminal, as closing its window does. */
  readonly close: () => void;
}

const PATIENCE_MS = 30_000;
/** The terminal mode in which a program draws one frame (DEC private mode 2026). */
const SYNCHRONIZED = 2026;

/** Starts a program on a terminal of its own. */
export function openTerminal(options: TerminalOptions): Terminal {
  const { file, args, env, cwd, columns = 80, rows = 24 } = options;
  const pty = spawn(file, [...args], {
    name: env['TERM'] ?? 'xterm-256color',
    cols: columns,
    rows,
    env: { ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
  const waiting = new Set<() => void>();
  let bytes = '';
  let drawing = false;
  const onSynchronized = (final: 'h' | 'l') =>
    screen.parser.registerCsiHandler({ prefix: '?', final }, (modes) => {
      if (modes.includes(SYNCHRONIZED)) drawing = final === 'h';
      return false;
    });
  onSynchronized('h');
  onSynchronized('l');
  pty.onData((data) => {
    bytes += data;
    screen.write(data, () => {
      for (const check of [...waiting]) check();
    });
  });
  const ended = new Promise<{ readonly code: number; readonly signal: number }>((resolve) =>
    pty.onExit(({ exitCode, signal }) => resolve({ code: exitCode, signal: signal ?? 0 })),
  );
  const shown = () =>
    Array.from(
      { length: screen.rows },
      (_, row) =>
        // A line that was wider before keeps cells that are no longer on the screen.
        screen.buffer.active
          .getLine(screen.buffer.active.viewportY + row)
          ?.translateToString(true, 0, screen.cols) ?? '',
    );
  const until = (what: string | RegExp) =>
    new Promise<void>((resolve, reject) => {
      const says = () => {
        const text = shown().join('\n');
        return typeof what === 'string' ? text.includes(what) : what.test(text);
      };
      const fail = (why: string) => {
        if (done() && !says()) reject(new Error(`${why} "${what}":\n${shown().join('\n')}`));
        else resolve();
      };
      const deadline = setTimeout(() => fail('the screen never said'), PATIENCE_MS);
      const done = () => {
        clearTimeout(deadline);
        return waiting.delete(check);
      };
      const check = () => {
        // A frame arrives in pieces: what a row shows counts only once the frame is complete.
        if (!drawing && says() && done()) resolve();
      };
      waiting.add(check);
      check();
      // The emulator may not have processed the last bytes yet.
      ended.then(() => screen.write('', () => fail('the program ended without')));
    });
  return {
    pid: pty.pid,
    type: (text) => pty.write(text),
    resize: (next_columns, next_rows) => {
      screen.resize(next_columns, next_rows);
      pty.resize(next_columns, next_rows);
    },
    rows: shown,
    until,
    ended,
    buffer: () => screen.buffer.active.type,
    bytes: () => bytes,
    kill: (signal) => pty.kill(signal),
    pause: () => pty.pause(),
    close: () => {
      // Closes this side of the pty; the declared types omit it.
      (pty as unknown as { readonly destroy: () => void }).destroy();
    },
  };
}

/** What terminals send for keys. */
export const KEYS = {
  up: '\x1b[A',
  down: '\x1b[B',
  enter: '\r',
  escape: '\x1b',
  ctrl_c: '\x03',
  ctrl_z: '\x1a',
} as const;
