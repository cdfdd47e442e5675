import { expect, it } from 'vitest';
import type { Instant } from '../../src/domain/shared/ids.ts';
import { drive } from '../../src/engine/drive.ts';
import { createStore } from '../../src/engine/store.ts';

const at = '2026-01-01T00:00:00.000Z' as Instant;
interface Happened {
  readonly type: string;
  readonly at: Instant;
}

it('ends what runs, and says why, when an event cannot be kept', async () => {
  const kept: string[] = [];
  const ended: string[] = [];
  const store = createStore<readonly string[], Happened>({
    initial: [],
    sequence: 0,
    transition: (started, { type }) => [...started, type],
    journal: (_sequence, { type }) => {
      if (type === 'done quick') return Promise.reject(new Error('the disk is full'));
      kept.push(type);
      return Promise.resolve();
    },
    save: () => Promise.resolve(),
    isPassing: () => false,
    onTrouble: () => {},
  });
  const never = new AbortController().signal;

  const driven = drive<readonly string[], Happened, { type: string }, null, { type: string }>({
    machine: {
      transition: (started, { type }) => [...started, type],
      nextActions: (started) =>
        ['slow', 'quick'].filter((type) => !started.includes(type)).map((type) => ({ type })),
      actionKey: ({ type }) => type,
      waitingFor: () => null,
      reconcile: () => [],
    },
    store,
    perform: async ({ type }, _state, signal) => {
      if (type === 'quick') return { type: 'done quick' };
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      ended.push(type);
      return { type: 'done slow' };
    },
    stamp: {
      started: (key) => ({ type: key, at }),
      outcome: ({ type }) => ({ type, at }),
      failed: () => ({ type: 'done quick', at }),
    },
    attend: () => null,
    stay: () => false,
    signal: never,
    finish: never,
  });

  await expect(driven).rejects.toThrow('the disk is full');
  expect(ended).toEqual(['slow']);
  expect(kept).toEqual(['slow', 'quick']);
});
