import { killGroup } from './command.ts';

/** Why a program was ended before its own end. */
export type EndedBy = 'timed_out' | 'aborted' | 'too_much_output';

/** Between SIGTERM and SIGKILL. */
const GRACE_MS = 2_000;

/** Ends a process group at its deadline or when asked to; `stop` says whether it came to that. */
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
    end,
    stop: (): EndedBy | null => {
      clearTimeout(deadline);
      clearTimeout(force);
      signal?.removeEventListener('abort', abort);
      return why;
    },
  };
}
