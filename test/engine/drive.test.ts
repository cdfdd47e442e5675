import { expect, it } from 'vitest';
import type { Instant, SessionId } from '../../src/domain/shared/ids.ts';
import { epochMs, instantOf } from '../../src/domain/shared/time.ts';
import { drive } from '../../src/engine/drive.ts';
import { createStore } from '../../src/engine/store.ts';
import {
  RETRY_MS,
  type ToyAction,
  type ToyEvent,
  type ToyHappened,
  type ToyMachine,
  type ToyState,
  toyMachine,
} from '../support/toy-machine.ts';

const START = '2026-01-01T00:00:00.000Z' as Instant;

/** A clock that only sleeping moves. */
function sleptClock() {
  let now = epochMs(START);
  const slept: number[] = [];
  return {
    slept,
    now: () => instantOf(now),
    sleep: async (duration_ms: number, signal?: AbortSignal) => {
      await new Promise<void>((go) => setImmediate(go));
      if (signal?.aborted) return;
      slept.push(duration_ms);
      now += duration_ms;
    },
  };
}

function drivenToy(
  perform: (action: ToyAction, signal: AbortSignal) => Promise<ToyHappened>,
  journal: (event: ToyEvent) => Promise<void> = () => Promise.resolve(),
  machine: ToyMachine = toyMachine,
) {
  const clock = sleptClock();
  const initial = machine.first({ session_id: 'toy' as SessionId, at: START });
  const store = createStore<ToyState, ToyEvent>({
    initial,
    sequence: 0,
    transition: machine.transition,
    check: () => {},
    journal: (_sequence, event) => journal(event),
    isSavePoint: () => true,
    save: () => Promise.resolve(),
    isPassing: machine.isPassing,
    onTrouble: () => {},
  });
  const never = new AbortController().signal;
  const ended = drive({
    machine,
    store,
    perform: (action, _state, signal) => perform(action, signal),
    clock,
    attend: () => null,
    stay: (waiting) => waiting.some(({ kind }) => kind === 'until'),
    signal: never,
    finish: never,
  });
  return { store, ended, clock };
}

it('ends what runs, and says why, when an event cannot be kept', async () => {
  const ended: string[] = [];
  const kept: string[] = [];
  const both: ToyMachine = {
    ...toyMachine,
    nextActions: ({ in_flight }) =>
      (['pack', 'send'] as const)
        .filter((type) => !in_flight.some(({ action }) => action.type === type))
        .map((type) => ({ type, attempt: 1 })),
  };

  const { ended: driven } = drivenToy(
    async ({ type }, signal) => {
      if (type === 'send') return { type: 'step_done', step: type };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended.push(type);
      return { type: 'step_done', step: type };
    },
    (event) => {
      if (event.type !== 'action_started') return Promise.reject(new Error('the disk is full'));
      kept.push(event.key);
      return Promise.resolve();
    },
    both,
  );

  await expect(driven).rejects.toThrow('the disk is full');
  expect(ended).toEqual(['pack']);
  expect(kept).toEqual(['pack:1', 'send:1']);
});

it('sleeps until the time that is waited for, and goes on by itself', async () => {
  const tries: ToyAction[] = [];
  const { ended, clock, store } = drivenToy(async (action) => {
    tries.push(action);
    return action.type === 'send' && action.attempt === 1
      ? { type: 'step_failed' }
      : { type: 'step_done', step: action.type };
  });

  expect(await ended).toEqual({ kind: 'outside', what: 'the receipt' });
  expect(tries).toEqual([
    { type: 'pack', attempt: 1 },
    { type: 'send', attempt: 1 },
    { type: 'send', attempt: 2 },
  ]);
  expect(clock.slept).toContain(RETRY_MS);
  expect(store.state().done).toEqual(['pack', 'send']);
});

it('aborts the signal of a cancelled action alone, and takes it off the list', async () => {
  const aborted: string[] = [];
  const { ended, store } = drivenToy(async ({ type }, signal) => {
    if (type === 'pack') return { type: 'step_done', step: type };
    const cancelled = new Promise((resolve) => signal.addEventListener('abort', resolve));
    const key = store.state().in_flight[0]?.key;
    void store.dispatch(() => (key === undefined ? null : { type: 'cancel_requested', key, at: START }));
    await cancelled;
    aborted.push(type);
    return { type: 'step_done', step: type };
  });

  expect(await ended).toEqual({ kind: 'finished' });
  expect(aborted).toEqual(['send']);
  expect(store.state()).toMatchObject({ ended: 'CANCELLED', done: ['pack'], in_flight: [], trouble: null });
});

it('keeps what a performer throws as trouble, with the action that met it', async () => {
  const { ended, store } = drivenToy(() => Promise.reject(new Error('no string left')));

  expect(await ended).toEqual({
    kind: 'decision',
    question: 'Something unexpected happened: no string left',
  });
  expect(store.state().trouble).toMatchObject({ action: 'pack' });
});
