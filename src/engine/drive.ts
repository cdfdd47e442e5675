/**
 * This folder: loop, store, session and recovery, for any process.
 *
 * The one loop. It offers nothing and decides nothing: it starts what the machine says may start, journals the start before and the
 * outcome after, sleeps until a time that the machine waits for, and stops when the machine waits for somebody who is not there, is
 * finished, or it is told to.
 */
import { asIntorchError } from '../domain/shared/errors.ts';
import type { ActionKey, Instant } from '../domain/shared/ids.ts';
import { earliestWake, type Machine, type MachineEvent, type Waiting } from '../domain/shared/machine.ts';
import type { ProcessState } from '../domain/shared/process.ts';
import { elapsedMs } from '../domain/shared/time.ts';
import type { Clock } from '../ports/world.ts';
import type { Store } from './store.ts';

interface Named {
  readonly type: string;
}

/** Longest sleep at a stretch: timers hold no more than 24 days, and wall clocks are set while they run. */
const LONGEST_SLEEP_MS = 3_600_000;

export interface DriveOptions<
  State extends ProcessState<Action>,
  Happened extends Named,
  Action extends Named,
  Command,
  Facts,
  Start,
> {
  readonly machine: Machine<State, Happened, Action, Command, Facts, Start>;
  readonly store: Store<State, MachineEvent<Happened, Action>>;
  /**
   * Carries out one action; its outcome is one event, expected failures included. What it throws is trouble outside. `state` is exactly
   * the one after the action's own start. `signal` is the action's own: it is aborted when the action is cancelled, or everything ends.
   */
  readonly perform: (action: Action, state: State, signal: AbortSignal) => Promise<Happened>;
  readonly clock: Clock;
  /** Called after each change; may give an event of its own (a decision nobody is asked for). */
  readonly attend: (state: State) => MachineEvent<Happened, Action> | null;
  /** Checks whether to stay although nothing runs: for a screen that may come, yes; without anybody, only for what comes by itself. */
  readonly stay: (waiting: readonly Waiting[]) => boolean;
  /** Aborted: start nothing more, end what runs, leave. */
  readonly signal: AbortSignal;
  /** Aborted: start nothing more, let what runs come to its end, leave. */
  readonly finish: AbortSignal;
}

/** Why a drive ended: what the machine waits for, or that it was stopped. */
export type Ended = Waiting | { readonly kind: 'stopped' };

/** Runs a machine until it waits or is stopped; returns why it ended. What was in flight when stopped has no outcome. */
export async function drive<
  State extends ProcessState<Action>,
  Happened extends Named,
  Action extends Named,
  Command,
  Facts,
  Start,
>(options: DriveOptions<State, Happened, Action, Command, Facts, Start>): Promise<Ended> {
  const { machine, store, clock, signal, finish } = options;
  const running = new Map<ActionKey, { readonly whole: Promise<void>; readonly own: AbortController }>();
  // Ended by whoever stops it, and when it cannot go on: nothing it started is left at work behind it.
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  let broken: unknown = null;

  const start = (key: ActionKey) => {
    const own = new AbortController();
    const work = async () => {
      let due: Action | null = null;
      // Offered when it was chosen is not enough: what came in between may have taken it off the list.
      const state = await store.dispatch((now) => {
        due = machine.nextActions(now).find((action) => machine.actionKey(action) === key) ?? null;
        return due === null ? null : { type: 'action_started', key, action: due, at: clock.now() };
      });
      if (state === null || due === null) return;
      const outcome = await options.perform(due, state, AbortSignal.any([ending, own.signal]));
      if (!ending.aborted && !own.signal.aborted)
        await store.dispatch(() => ({ ...outcome, of: key, at: clock.now() }));
    };
    const whole = work()
      .catch(async (thrown) => {
        if (ending.aborted || own.signal.aborted) return;
        const { message, remedy } = asIntorchError(thrown);
        await store.dispatch(() => ({
          type: 'action_failed',
          key,
          message,
          remedy,
          of: key,
          at: clock.now(),
        }));
      })
      .then(async () => {
        if (own.signal.aborted && !ending.aborted)
          await store.dispatch(() => ({ type: 'action_cancelled', key, of: key, at: clock.now() }));
      })
      .catch((thrown) => {
        // Not even the journal can be written: nothing more is started, and the reason reaches the caller.
        broken ??= thrown;
      })
      .finally(() => running.delete(key));
    running.set(key, { whole, own });
  };

  const aborted = Promise.withResolvers<void>();
  for (const end of [signal, finish]) end.addEventListener('abort', () => aborted.resolve(), { once: true });

  /** Resolves with a change, the end of an action, a stop, or the time that is waited for. */
  const nextMove = async (changed: Promise<void>, wake: Instant | null) => {
    const awake = new AbortController();
    const left = wake === null ? LONGEST_SLEEP_MS : elapsedMs(clock.now(), wake);
    const sleep = clock.sleep(Math.min(left, LONGEST_SLEEP_MS), awake.signal);
    const ends = [...running.values()].map(({ whole }) => whole);
    await Promise.race([changed, sleep, ...ends, ...(finish.aborted ? [] : [aborted.promise])]);
    awake.abort();
  };

  try {
    for (;;) {
      if (broken !== null) throw broken;
      if (signal.aborted || (finish.aborted && running.size === 0)) break;
      const changed = store.changed();
      if (options.attend(store.state()) !== null) {
        await store.dispatch(options.attend);
        continue;
      }
      for (const { key, cancelled } of store.state().in_flight) if (cancelled) running.get(key)?.own.abort();
      if (!finish.aborted) {
        for (const action of machine.nextActions(store.state())) {
          const key = machine.actionKey(action);
          if (!running.has(key)) start(key);
        }
      }
      const waiting = machine.waitingFor(store.state());
      const wake = finish.aborted ? null : earliestWake(waiting);
      if (wake !== null && wake <= clock.now()) {
        await store.dispatch((state) => {
          const due = earliestWake(machine.waitingFor(state));
          const at = clock.now();
          return due !== null && due <= at ? { type: 'time_came', at } : null;
        });
        continue;
      }
      if (running.size === 0) {
        const [first] = waiting;
        if (first === undefined)
          throw new Error(`the process stands still in ${JSON.stringify(store.state()).slice(0, 200)}`);
        if (!options.stay(waiting)) return first;
      }
      await nextMove(changed, wake);
    }
  } catch (thrown) {
    over.abort();
    await Promise.all([...running.values()].map(({ whole }) => whole));
    throw thrown;
  }
  await Promise.all([...running.values()].map(({ whole }) => whole));
  await store.saved();
  return { kind: 'stopped' };
}
