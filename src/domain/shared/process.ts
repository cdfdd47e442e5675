/**
 * What every process has, whatever it is about: actions in flight, trouble outside, a pause, and the events about them. Each machine's
 * state contains a `ProcessState`, and each machine's transition calls `foldProcess` for these events.
 */
import type { ActionKey, Instant } from './ids.ts';

interface Named {
  readonly type: string;
}

/** An action that started and has not reported; after a kill it is offered again. */
export interface InFlight<Action> {
  readonly key: ActionKey;
  readonly action: Action;
  readonly at: Instant;
  /** Somebody asked for its end; the runtime aborts its signal, and `action_cancelled` takes it off the list. */
  readonly cancelled: boolean;
}

/** The last action that failed for a reason of the machine (disk full, git missing); it waits for a retry. */
export interface Trouble {
  /** Type of the action. */
  readonly action: string;
  readonly message: string;
  readonly remedy: string;
}

export interface ProcessState<Action> {
  readonly in_flight: readonly InFlight<Action>[];
  readonly trouble: Trouble | null;
  readonly paused: boolean;
  /** Time of the last event: the only clock a state knows. */
  readonly updated_at: Instant;
}

export type ProcessHappened<Action> =
  | { readonly type: 'action_started'; readonly key: ActionKey; readonly action: Action }
  | {
      readonly type: 'action_failed';
      readonly key: ActionKey;
      readonly message: string;
      readonly remedy: string;
    }
  | { readonly type: 'cancel_requested'; readonly key: ActionKey }
  | { readonly type: 'action_cancelled'; readonly key: ActionKey }
  /** A time that the machine waited for has come; what is due now follows from `updated_at`. */
  | { readonly type: 'time_came' }
  | { readonly type: 'retry_requested' }
  | { readonly type: 'paused' }
  | { readonly type: 'went_on' }
  /** Nothing is in flight any more: somebody asked for the end, or, after a restart, the process had died. */
  | { readonly type: 'actions_interrupted'; readonly asked?: true };

/** An event with its time. `of`: key of the action whose outcome it is. */
export type Stamped<Happened> = Happened & { readonly at: Instant; readonly of?: ActionKey };

/** The types of process events; the compiler misses none and allows no other. */
export const PROCESS_EVENT_TYPES = {
  action_started: true,
  action_failed: true,
  cancel_requested: true,
  action_cancelled: true,
  time_came: true,
  retry_requested: true,
  paused: true,
  went_on: true,
  actions_interrupted: true,
} as const satisfies Record<ProcessHappened<unknown>['type'], true>;

/** Checks whether an event is one of those that every process has. */
export function isProcessEvent<Action, Own extends { readonly type: string }>(
  event: Own | Stamped<ProcessHappened<Action>>,
): event is Stamped<ProcessHappened<Action>> {
  return Object.hasOwn(PROCESS_EVENT_TYPES, event.type);
}

/** Returns the part of a process of which nothing has happened yet. */
export function idleProcess(at: Instant): ProcessState<never> {
  return { in_flight: [], trouble: null, paused: false, updated_at: at };
}

/** Folds any event into the part that every process has: its time, the action it reports on, and what it means by itself. */
export function foldProcess<Action extends Named, State extends ProcessState<Action>>(
  state: State,
  event: Stamped<{ readonly type: string }> | Stamped<ProcessHappened<Action>>,
): State {
  const { of, at } = event;
  const in_flight = of === undefined ? state.in_flight : state.in_flight.filter(({ key }) => key !== of);
  const reported = { ...state, in_flight, updated_at: at };
  return isProcessEvent<Action, Stamped<{ readonly type: string }>>(event)
    ? { ...reported, ...meaning(reported, event, state.in_flight) }
    : reported;
}

function meaning<Action extends Named>(
  state: ProcessState<Action>,
  event: Stamped<ProcessHappened<Action>>,
  before: readonly InFlight<Action>[],
): Partial<ProcessState<Action>> {
  switch (event.type) {
    case 'action_started': {
      const { key, action, at } = event;
      return { in_flight: [...state.in_flight, { key, action, at, cancelled: false }] };
    }
    case 'action_failed': {
      const failed = before.find(({ key }) => key === event.key);
      const { message, remedy } = event;
      return { trouble: { action: failed?.action.type ?? 'an action', message, remedy } };
    }
    case 'cancel_requested':
      return { in_flight: cancelled(state.in_flight, ({ key }) => key === event.key) };
    case 'action_cancelled':
      return { in_flight: state.in_flight.filter(({ key }) => key !== event.key) };
    case 'time_came':
      return {};
    case 'retry_requested':
      return { trouble: null };
    case 'paused':
      return { paused: true };
    case 'went_on':
      return { paused: false };
    case 'actions_interrupted':
      return { in_flight: [] };
  }
}

/** Returns the actions in flight, with those that match marked as cancelled. */
export function cancelled<Action>(
  in_flight: readonly InFlight<Action>[],
  matches: (started: InFlight<Action>) => boolean,
): readonly InFlight<Action>[] {
  return in_flight.map((started) => (matches(started) ? { ...started, cancelled: true } : started));
}
