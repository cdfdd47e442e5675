/**
 * This folder: one scheduler for everything that has steps which depend on each other.
 *
 * What may start next among steps that depend on each other, and what becomes of those that may not. Pure: it knows the steps and where
 * each stands, and nothing of what they do.
 *
 * A step whose condition is `always` or `failure` is *unhindered*: no failure keeps it from starting, so that it can clean up or report.
 * The others follow the policy of what failed. `abort` of a critical step: all that has not begun is CANCELLED. `skip_dependents`: all
 * that depends on it, directly or not, is SKIPPED. `continue`, and `abort` of a step that is not critical: what depends on it starts.
 * What its own condition leaves out is SKIPPED, and is no obstacle to anybody.
 */
import type { Instant } from '../ids.ts';

export type OnFailure = 'abort' | 'skip_dependents' | 'continue';

export type ScheduledState = 'PENDING' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'SKIPPED' | 'CANCELLED';

export interface ScheduledStep {
  readonly id: string;
  /** Steps that have to be over before. */
  readonly depends_on: readonly string[];
  /** What it needs for itself alone: no two steps that name the same run at once. */
  readonly exclusive: readonly string[];
  /** How often it is tried again. */
  readonly retries: number;
  readonly retry_delay_sec: number;
  readonly critical: boolean;
  readonly on_failure: OnFailure;
}

/** When a step starts, once what it depends on is over. `success` and `failure` look at all that it depends on, directly or not. */
export type StartsOn = 'policy' | 'success' | 'failure' | 'always';

/** Why a step ended without an end of its own. */
export type Because =
  /** Its condition is not met. */
  | { readonly kind: 'condition' }
  /** Another one failed. */
  | { readonly kind: 'failed'; readonly id: string }
  /** Somebody cancelled it. */
  | { readonly kind: 'asked' }
  /** Somebody cancelled the whole. */
  | { readonly kind: 'all_cancelled' };

/** Where a step stands. Standings are in the order of the steps, one for each. */
export interface StepStanding {
  readonly id: string;
  readonly state: ScheduledState;
  /** Tries that failed. */
  readonly failures: number;
  /** When the next try may start; null: at once. */
  readonly retry_at: Instant | null;
  /** null: it has not ended, or by itself. */
  readonly because: Because | null;
}

export interface Schedule<T extends ScheduledStep = ScheduledStep> {
  readonly steps: readonly T[];
  /** How many run at once at most. */
  readonly limit: number;
  readonly startsOn: (step: T) => StartsOn;
  /** Asked once all that it depends on is over: whether a condition of its own lets it start. */
  readonly isWanted: (step: T) => boolean;
  /** `asked`: what is pending is cancelled, but for `always`; `insisted`: that as well. */
  readonly cancelled: 'no' | 'asked' | 'insisted';
}

/** Checks whether nothing more will become of a step. */
export function isOver({ state }: Pick<StepStanding, 'state'>): boolean {
  return state !== 'PENDING' && state !== 'RUNNING';
}

/** Checks whether a step did not do what it is for: it failed, or was cancelled by name. */
export function hasFailed({ state, because }: Pick<StepStanding, 'state' | 'because'>): boolean {
  return state === 'FAILED' || (state === 'CANCELLED' && because?.kind === 'asked');
}
