/** Turns the signals that end a program into an orderly exit: the first one saves, exits and leaves nothing running. */
export interface StopSignals {
  /** Aborted immediately by SIGINT, SIGTERM or SIGHUP. */
  readonly stop: AbortSignal;
  /** Aborted by `finishSoon`, which lets the running work finish. */
  readonly finish: AbortSignal;
  readonly stopNow: () => void;
  readonly finishSoon: () => void;
  readonly dispose: () => void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Listens until disposed of. A second signal ends the process immediately: everything is in the journal. */
export function stopSignals(): StopSignals {
  const stop = new AbortController();
  const finish = new AbortController();
  const onSignal = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  return {
    stop: stop.signal,
    finish: finish.signal,
    stopNow: () => stop.abort(),
    finishSoon: () => finish.abort(),
    dispose: () => {
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}
