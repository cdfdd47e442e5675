import type { Instant } from './ids.ts';

/** Why a machine is doing nothing. */
export type Waiting =
  /** Somebody has to answer. */
  | { readonly kind: 'decision'; readonly question: string }
  /** It goes on by itself at that time: a retry, a lease that runs out, a deadline. */
  | { readonly kind: 'until'; readonly at: Instant; readonly because: string }
  /** Somebody else's move: the checks of a forge, another machine. */
  | { readonly kind: 'outside'; readonly what: string }
  | { readonly kind: 'pause' }
  | { readonly kind: 'finished' };

/** Returns the earliest time that is waited for; null when none is. */
export function earliestWake(waiting: readonly Waiting[]): Instant | null {
  const times = waiting.flatMap((each) => (each.kind === 'until' ? [each.at] : []));
  return times.reduce<Instant | null>((first, at) => (first === null || at < first ? at : first), null);
}
