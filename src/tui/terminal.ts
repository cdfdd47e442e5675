/** The modes of the real terminal: what must be so before a screen is drawn, and what must be so again however it ends. */
import { Buffer } from 'node:buffer';
import { writeSync } from 'node:fs';
import process from 'node:process';
import type { RealStdin } from './stdin-keys.ts';

/** What is used of the real standard output. */
export interface RealStdout extends NodeJS.WriteStream {
  readonly fd: number;
}

/** Normal buffer, cursor shown, paste and mouse modes off, synchronised output off, plain text. */
const NORMAL = '\x1b[?2026l\x1b[?1049l\x1b[?25h\x1b[?2004l\x1b[?1000l\x1b[?1006l\x1b[0m';
/** Ink does not go home when it enters the alternate screen; a cursor in mid-line would shift its first row. */
const HOME = '\r';

export interface Guards {
  /** Gives the terminal back at once, and only once. */
  readonly restore: () => void;
  readonly remove: () => void;
}

export interface Loss {
  /** A signal, a closed terminal, or an error that nobody caught. */
  readonly because: string;
  readonly status: number;
  readonly error: unknown;
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Says why no screen can be drawn here; null: one can. */
export function terminalRefusal(
  stdin: RealStdin,
  stdout: RealStdout,
  term: string | undefined,
): string | null {
  if (stdin.isTTY !== true || stdin.setRawMode === undefined) return 'Standard input is not a terminal';
  if (!stdout.isTTY) return 'Standard output is not a terminal';
  return term === 'dumb' ? 'TERM is dumb: this terminal cannot place text' : null;
}

/** Goes to the beginning of the row, so that a frame starts where Ink believes it does. */
export function goHome(stdout: RealStdout): void {
  stdout.write(HOME);
}

/** Gives the terminal's normal modes back, even while the process dies: written past all buffers, and failing in silence. */
export function restoreTerminal(stdin: RealStdin, stdout: RealStdout): void {
  try {
    stdin.setRawMode?.(false);
  } catch {
    // The terminal is gone, and its modes with it.
  }
  try {
    writeSync(stdout.fd, NORMAL);
  } catch {
    // The same.
  }
}

/** Watches for every way to lose the terminal or the process; the first one is told, the modes are restored before. */
export function guardTerminal(stdin: RealStdin, stdout: RealStdout, onLoss: (loss: Loss) => void): Guards {
  let left = false;
  const restore = () => {
    if (left) return;
    left = true;
    restoreTerminal(stdin, stdout);
  };
  const lose = (loss: Loss) => {
    if (left) return;
    restore();
    onLoss(loss);
  };
  const on_signal = (signal: keyof typeof SIGNALS) =>
    lose({ because: signal, status: SIGNALS[signal], error: null });
  // EIO and EPIPE after an ssh line dropped; without a listener they end the process with a trace.
  const on_stream = (error: unknown) => lose({ because: 'the terminal is gone', status: 129, error });
  const on_error = (error: unknown) => lose({ because: 'an unexpected error', status: 70, error });
  const streams = [stdin, stdout, process.stderr] as unknown as readonly NodeJS.EventEmitter[];
  const signals = Object.keys(SIGNALS) as readonly (keyof typeof SIGNALS)[];
  for (const signal of signals) process.on(signal, on_signal);
  for (const stream of streams) stream.on('error', on_stream);
  process.on('uncaughtException', on_error);
  process.on('unhandledRejection', on_error);
  process.on('exit', restore);
  return {
    restore,
    remove: () => {
      for (const signal of signals) process.off(signal, on_signal);
      // The stream listeners stay: an error that comes late would still end the process.
      process.off('uncaughtException', on_error);
      process.off('unhandledRejection', on_error);
      process.off('exit', restore);
    },
  };
}

/** Stops the process as Ctrl+Z does everywhere, and comes back with `fg`. */
export async function stopUntilContinued(): Promise<void> {
  const continued = new Promise<void>((resolve) => process.once('SIGCONT', () => resolve()));
  // Nothing else may be alive while the terminal is lent, and an empty loop would end the process.
  const alive = setInterval(() => {}, 60_000);
  process.kill(process.pid, 'SIGTSTP');
  await continued;
  clearInterval(alive);
}

/** Keeps the process alive while another program has the terminal. */
export async function whileLent(use: () => Promise<void>, stdout: RealStdout): Promise<void> {
  const alive = setInterval(() => {}, 60_000);
  try {
    await use();
  } finally {
    clearInterval(alive);
    goHome(stdout);
  }
}

/** Copies text by way of the terminal itself, which works over ssh too. */
export function copyToClipboard(stdout: RealStdout, text: string): void {
  stdout.write(`\x1b]52;c;${Buffer.from(text, 'utf8').toString('base64')}\x07`);
}

/** Sets the terminal's title. */
export function setTitle(stdout: RealStdout, title: string): void {
  stdout.write(`\x1b]0;${title}\x07`);
}

/** Rings once. */
export function ringBell(stdout: RealStdout): void {
  stdout.write('\x07');
}
