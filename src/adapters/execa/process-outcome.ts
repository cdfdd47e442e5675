import { sizeWords } from '../../domain/shared/text.ts';
import type { ProcessOutcome } from '../../ports/processes.ts';
import type { ProgramEnd } from './program.ts';
import type { EndedEarly } from './watch-over.ts';

/** Returns the outcome of a program that ran for somebody; `log_failure`: why its log is not complete, or null. */
export function processOutcome(
  end: ProgramEnd,
  ended_by: EndedEarly | null,
  log_failure: string | null,
  { max_log_bytes }: { readonly max_log_bytes: number },
): ProcessOutcome {
  const { exit_code, signal, duration_ms, failed_to_start } = end;
  const unable =
    failed_to_start !== null
      ? `it cannot be started: ${failed_to_start}`
      : ended_by === 'caller'
        ? 'it was stopped'
        : ended_by === 'output'
          ? `it printed more than ${sizeWords(max_log_bytes)} and was ended`
          : log_failure === null
            ? null
            : `its log cannot be written: ${log_failure}`;
  // A program may exit with status 0 on SIGTERM, which says nothing about the success of its work.
  return {
    exit_code: ended_by === null ? exit_code : null,
    signal: ended_by === null ? signal : (signal ?? 'SIGTERM'),
    timed_out: ended_by === 'deadline',
    duration_ms,
    unable,
  };
}

/** Returns the outcome of a program that did not start, for this reason. */
export function notStarted(unable: string): ProcessOutcome {
  return { exit_code: null, signal: null, timed_out: false, duration_ms: 0, unable };
}
