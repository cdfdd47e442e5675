/** Why a program was ended early. */
type EndedBy = 'timed_out' | 'aborted';

/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 2_000;

/** Sends a signal to every process of a group. Returns whether the group exists. */
export function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): boolean {
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

interface Limits {
  readonly timeout_ms: number;
  /** Changes while there is progress: then the deadline starts again. Default: there is none to see, and the deadline is the end. */
  readonly progress?: () => number;
  readonly signal?: AbortSignal | null;
}

/** Ends a process group at its deadline or when aborted. `stop` returns which of these happened, if any. */
export function watchOver(pid: number | null, { timeout_ms, progress = () => 0, signal }: Limits) {
  let why: EndedBy | null = null;
  let force: NodeJS.Timeout | undefined;
  const end = (reason: EndedBy) => {
    if (why !== null || pid === null) return;
    why = reason;
    killGroup(pid, 'SIGTERM');
    force = setTimeout(() => killGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  let before = 0;
  const expire = () => {
    const now = progress();
    if (now === before) return end('timed_out');
    before = now;
    deadline = setTimeout(expire, timeout_ms);
  };
  let deadline = setTimeout(expire, timeout_ms);
  const abort = () => end('aborted');
  signal?.addEventListener('abort', abort, { once: true });
  if (signal?.aborted) abort();
  return {
    stop: (): EndedBy | null => {
      clearTimeout(deadline);
      clearTimeout(force);
      signal?.removeEventListener('abort', abort);
      return why;
    },
  };
}
