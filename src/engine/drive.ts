/**
 * This folder: loop, store, session and recovery, for any process.
 *
 * The one loop. It offers nothing and decides nothing: it starts what the machine says may start, journals the start before and the
 * outcome after, and stops when the machine waits for somebody who is not there, is finished, or it is told to.
 */
import { asIntorchError } from '../domain/shared/errors.ts';
import type { Machine, Waiting } from '../domain/shared/machine.ts';
import type { Store } from './store.ts';

interface Reportable {
  readonly type: string;
}

export interface DriveOptions<State, Event, Action extends Reportable, Facts, Outcome extends Reportable> {
  readonly machine: Machine<State, Event, Action, Facts>;
  readonly store: Store<State, Event>;
  /**
   * Carries out one action; its outcome is one event, expected failures included. What it throws is trouble outside. `state` is exactly
   * the one after the action's own start.
   */
  readonly perform: (action: Action, state: State, signal: AbortSignal) => Promise<Outcome>;
  readonly stamp: {
    readonly started: (key: string, action: Action) => Event;
    readonly outcome: (outcome: Outcome, of: string) => Event;
    readonly failed: (key: string, message: string, remedy: string) => Event;
  };
  /** Called after each change; may give an event of its own (a decision nobody is asked for). */
  readonly attend: (state: State) => Event | null;
  /** Says whether to stay when the machine waits: for a screen that may come, yes; without anybody, no. */
  readonly stay: (waiting: Waiting) => boolean;
  /** Aborted: start nothing more, end what runs, leave. */
  readonly signal: AbortSignal;
  /** Aborted: start nothing more, let what runs come to its end, leave. */
  readonly finish: AbortSignal;
}

/** Runs a machine until it waits or is stopped; gives why it ended. What was in flight when stopped has no outcome. */
export async function drive<State, Event, Action extends Reportable, Facts, Outcome extends Reportable>(
  options: DriveOptions<State, Event, Action, Facts, Outcome>,
): Promise<Waiting | { readonly kind: 'stopped' }> {
  const { machine, store, signal, finish } = options;
  const running = new Map<string, Promise<void>>();
  // Ended by whoever stops it, and when it cannot go on: nothing it started is left at work behind it.
  const over = new AbortController();
  const ending = AbortSignal.any([signal, over.signal]);
  let broken: unknown = null;

  const start = (key: string) => {
    const work = async () => {
      let due: Action | null = null;
      // Offered when it was chosen is not enough: what came in between may have taken it off the list.
      const state = await store.dispatch((now) => {
        due = machine.nextActions(now).find((action) => machine.actionKey(action) === key) ?? null;
        return due === null ? null : options.stamp.started(key, due);
      });
      if (state === null || due === null) return;
      const outcome = await options.perform(due, state, ending);
      if (!ending.aborted) await store.dispatch(() => options.stamp.outcome(outcome, key));
    };
    const whole = work()
      .catch(async (thrown) => {
        if (ending.aborted) return;
        const { message, remedy } = asIntorchError(thrown);
        await store.dispatch(() => options.stamp.failed(key, message, remedy));
      })
      .catch((thrown) => {
        // Not even the journal can be written: nothing more is started, and the reason reaches the caller.
        broken ??= thrown;
      })
      .finally(() => running.delete(key));
    running.set(key, whole);
  };

  const aborted = Promise.withResolvers<void>();
  for (const end of [signal, finish]) end.addEventListener('abort', () => aborted.resolve(), { once: true });

  try {
    for (;;) {
      if (broken !== null) throw broken;
      if (signal.aborted || (finish.aborted && running.size === 0)) break;
      const changed = store.changed();
      if (options.attend(store.state()) !== null) {
        await store.dispatch(options.attend);
        continue;
      }
      if (!finish.aborted) {
        for (const action of machine.nextActions(store.state())) {
          const key = machine.actionKey(action);
          if (!running.has(key)) start(key);
        }
      }
      if (running.size === 0) {
        const waiting = machine.waitingFor(store.state());
        if (waiting === null)
          throw new Error(`the process stands still in ${JSON.stringify(store.state()).slice(0, 200)}`);
        if (!options.stay(waiting)) return waiting;
      }
      await Promise.race([changed, ...running.values(), ...(finish.aborted ? [] : [aborted.promise])]);
    }
  } catch (thrown) {
    over.abort();
    await Promise.all(running.values());
    throw thrown;
  }
  await Promise.all(running.values());
  await store.saved();
  return { kind: 'stopped' };
}
