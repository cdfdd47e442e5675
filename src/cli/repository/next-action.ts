import type { ProcessStatus } from './process-kind.ts';

/** What comes next, for scripts. */
export interface NextAction {
  readonly kind: 'decide' | 'finish' | 'resume' | 'wait' | 'none';
  /** null: nothing is to be done. */
  readonly command: string | null;
}

/** Returns what comes next for a process that somebody drives, or nobody. */
export function nextActionOf(
  { by_hand, finished }: Pick<ProcessStatus, 'by_hand' | 'finished'>,
  is_driven: boolean,
): NextAction {
  if (by_hand !== null) return by_hand;
  if (finished) return { kind: 'none', command: null };
  return is_driven ? { kind: 'wait', command: null } : { kind: 'resume', command: 'intorch resume' };
}
