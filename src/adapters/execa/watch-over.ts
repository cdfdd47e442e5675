/** Why a program was ended early. */
export type EndedEarly = 'deadline' | 'caller' | 'output';

/** Sends a signal to every process of a group. Returns whether the group exists. */
export function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

export interface Ends {
  readonly timeout_ms: number;
  /** Changes while there is progress: then the deadline starts again. Default: there is none to see, and the deadline is the end. */
  readonly progress?: () => number;
  readonly signal?: AbortSignal | null;
  /** Aborts when the program has printed too much. */
  readonly full?: AbortSignal | null;
  /** Between SIGTERM and SIGKILL; default 2 s. */
  readonly grace_ms?: number;
}

/** Ends a process group at its deadline, when the caller aborts, or when it prints too much. `stop` returns which of these happened, if any. */
export function watchOver(
  pid: number | null,
  { timeout_ms, progress = () => 0, signal = null, full = null, grace_ms = 2_000 }: Ends,
): { readonly stop: () => EndedEarly | null } {
  let why: EndedEarly | null = null;
  let force: NodeJS.Timeout | undefined;
  const end = (reason: EndedEarly) => {
    if (why !== null || pid === null) return;
    why = reason;
    killGroup(pid, 'SIGTERM');
    force = setTimeout(() => killGroup(pid, 'SIGKILL'), grace_ms);
  };
  let before = 0;
  const expire = () => {
    const now = progress();
    if (now === before) return end('deadline');
    before = now;
    deadline = setTimeout(expire, timeout_ms);
  };
  let deadline = setTimeout(expire, timeout_ms);
  const abort = () => end('caller');
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  full?.addEventListener('abort', () => end('output'), { once: true });
  return {
    stop: () => {
      clearTimeout(deadline);
      clearTimeout(force);
      signal?.removeEventListener('abort', abort);
      return why;
    },
  };
}
