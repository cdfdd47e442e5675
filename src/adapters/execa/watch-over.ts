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

/** Ends a process group at its deadline or when aborted. `stop` returns which of these happened, if any. */
export function watchOver(
  pid: number | null,
  { timeout_ms, signal }: { readonly timeout_ms: number; readonly signal?: AbortSignal | null },
) {
  let why: EndedBy | null = null;
  let force: NodeJS.Timeout | undefined;
  const end = (reason: EndedBy) => {
    if (why !== null || pid === null) return;
    why = reason;
    killGroup(pid, 'SIGTERM');
    force = setTimeout(() => killGroup(pid, 'SIGKILL'), GRACE_MS);
  };
  const deadline = setTimeout(() => end('timed_out'), timeout_ms);
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
