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
  readonly signal?: AbortSignal | null;
  /** Aborts when the program has printed too much. */
  readonly full?: AbortSignal | null;
  /** Between SIGTERM and SIGKILL; default 2 s. */
  readonly grace_ms?: number;
}

/** Ends a process group at its deadline, when the caller aborts, or when it prints too much. `stop` returns which of these happened, if any. */
export function watchOver(
  pid: number | null,
  { timeout_ms, signal = null, full = null, grace_ms = 2_000 }: Ends,
): { readonly stop: () => EndedEarly | null } {
  let why: EndedEarly | null = null;
  let force: NodeJS.Timeout | undefined;
  const end = (reason: EndedEarly) => {
    if (why !== null || pid === null) return;
    why = reason;
    killGroup(pid, 'SIGTERM');
    force = setTimeout(() => killGroup(pid, 'SIGKILL'), grace_ms);
  };
  const deadline = setTimeout(() => end('deadline'), timeout_ms);
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
