/** Every way to lose the terminal or the process: it is said once, and the modes are given back at once. */
import type { RealStdin } from './stdin-keys.ts';
import { type RealStdout, restoreTerminal } from './terminal-modes.ts';

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

/** Watches for every way to lose the terminal or the process; the first one is told, and the modes are restored in the same turn. */
export function guardTerminal(
  process: NodeJS.Process,
  stdin: RealStdin,
  stdout: RealStdout,
  onLoss: (loss: Loss) => void,
): Guards {
  let left = false;
  const restore = () => {
    if (left) return;
    left = true;
    restoreTerminal(stdin, stdout);
  };
  const lose = (loss: Loss) => {
    if (left) return;
    // Ink first: what it draws last would else be left on the normal screen.
    try {
      onLoss(loss);
    } finally {
      restore();
    }
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
