/**
 * This folder: loop, store, session and recovery, for any process.
 *
 * The one loop. It offers nothing and decides nothing: it starts what the machine says may start, journals the start before and the
 * outcome after, sleeps until a time that the machine waits for, and stops when the machine waits for somebody who is not there, is
 * finished, or somebody stops it.
 */
import { asIntorchError } from '../domain/shared/errors.ts';
import type { ActionKey, Instant } from '../domain/shared/ids.ts';
import type { Machine, MachineEvent } from '../domain/shared/machine.ts';
import type { ProcessState } from '../domain/shared/process.ts';
import { elapsedMs } from '../domain/shared/time.ts';
import { earliestWake, type Waiting } from '../domain/shared/waiting.ts';
import type { Clock } from '../ports/world.ts';
import type { Store } from './store.ts';

interface Named {
  readonly type: string;
}

/** Longest single sleep: timers hold no more than 24 days, and wall clocks are set while they run. */
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
   * Performs one action and resolves with its outcome, one event, expected failures included. What it throws counts as trouble outside.
   * `state` is exactly the state after the action's own start. `signal` is the action's own, aborted when the action is cancelled or
   * everything ends.
   */
  readonly perform: (action: Action, state: State, signal: AbortSignal) => Promise<Happened>;
  readonly clock: Clock;
  /** Called after each change. May return an event of its own: a decision that needs nobody's answer. */
  readonly attend: (state: State) => MachineEvent<Happened, Action> | null;
  /** Decides whether to stay when nothing runs: yes if a screen may still connect; else only for what will come by itself. */
  readonly stay: (waiting: readonly Waiting[]) => boolean;
  /** Aborted: start nothing more, end what is running, return. */
  readonly signal: AbortSignal;
  /** Aborted: start nothing more, let running actions finish, return. */
  readonly finish: AbortSignal;
}

/** Why a drive ended: what the machine waits for, or that it was stopped. */
export type Ended = Waiting | { readonly kind: 'stopped' };

/** Runs a machine until it waits or is stopped, and returns the reason. Actions in flight when stopped have no outcome. */
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
  // Aborted when the caller stops the loop or the loop breaks: nothing that it started keeps running.
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  let broken: unknown = null;

  const start = (key: ActionKey) => {
    const own = new AbortController();
    const work = async () => {
      let due: Action | null = null;
      // Check again that the machine offers the action: an event since it was chosen may have ruled it out.
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
        // Even the journal is not writable: start nothing more, and pass the reason to the caller.
        broken ??= thrown;
      })
      .finally(() => running.delete(key));
    running.set(key, { whole, own });
  };

  const aborted = Promise.withResolvers<void>();
  for (const end of [signal, finish]) end.addEventListener('abort', () => aborted.resolve(), { once: true });

  /** Resolves at a change, the end of an action, a stop, or the time that the machine waits for. */
  const nextMove = async (changed: Promise<void>, wake: Instant | null) => {
    const ends = [...running.values()].map(({ whole }) => whole);
    const moves = [changed, ...ends, ...(finish.aborted ? [] : [aborted.promise])];
    if (wake === null) return Promise.race(moves);
    const awake = new AbortController();
    const left = Math.min(elapsedMs(clock.now(), wake), LONGEST_SLEEP_MS);
    await Promise.race([clock.sleep(left, awake.signal), ...moves]);
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
  // Else it would look after a restart as if the process had died; where even that cannot be written, it does.
  await store
    .dispatch(({ in_flight }) =>
      in_flight.length === 0 ? null : { type: 'actions_interrupted', asked: true, at: clock.now() },
    )
    .catch(() => {});
  await store.saved();
  return { kind: 'stopped' };
}
