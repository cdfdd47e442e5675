/** Handles every way to lose the terminal or the process: reports it once, and restores the modes at once. */
import type { RealStdin } from './stdin-keys.ts';
import { type RealStdout, restoreTerminal } from './terminal-modes.ts';

export interface Guards {
  /** Restores the terminal at once, and only once. */
  readonly restore: () => void;
  readonly remove: () => void;
}

export interface TerminalLoss {
  /** A signal, a closed terminal, or an uncaught error. */
  readonly because: string;
  readonly status: number;
  readonly error: unknown;
}

const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Watches for every way to lose the terminal or the process. Reports only the first, and restores the modes in the same turn. */
export function guardTerminal(
  process: NodeJS.Process,
  stdin: RealStdin,
  stdout: RealStdout,
  onLoss: (loss: TerminalLoss) => void,
): Guards {
  let left = false;
  const restore = () => {
    if (left) return;
    left = true;
    restoreTerminal(stdin, stdout);
  };
  const lose = (loss: TerminalLoss) => {
    if (left) return;
    // Ink ends first: otherwise its last output would stay on the normal screen.
    try {
      onLoss(loss);
    } finally {
      restore();
    }
  };
  const on_signal = (signal: keyof typeof SIGNALS) =>
    lose({ because: signal, status: SIGNALS[signal], error: null });
  // EIO and EPIPE follow a dropped ssh connection. Without a listener they would end the process with a stack trace.
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
      // The stream listeners stay, because a late error would still end the process.
      process.off('uncaughtException', on_error);
      process.off('unhandledRejection', on_error);
      process.off('exit', restore);
    },
  };
}
