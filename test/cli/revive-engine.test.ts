import { expect, it } from 'vitest';
import { engineReviver } from '../../src/cli/session/engine/revive-engine.ts';
import { IntorchError } from '../../src/domain/shared/errors.ts';
import type { LockOwner } from '../../src/ports/lock.ts';

const FOREVER = { failed: new Promise<never>(() => {}) };

function place(owner: LockOwner | null = null) {
  const lock = { owner: async () => owner } as unknown as Parameters<typeof engineReviver>[0]['lock'];
  return { directory: '/r/.git/intorch', common_dir: '/r/.git', top_level: '/r', lock };
}

it('starts a lost engine again, which goes on without asking', async () => {
  const flags: string[][] = [];
  const revive = engineReviver(place(), new Map([['onto', ['main']]]), async (_place, given) => {
    flags.push([...given.keys()]);
    return FOREVER;
  });

  expect(await revive()).toBeNull();
  expect(flags).toEqual([['onto', 'resume']]);
});

it('starts none where one runs', async () => {
  const revive = engineReviver(place({} as LockOwner), new Map(), () => {
    throw new Error('started');
  });

  expect(await revive()).toBeNull();
});

it('gives up after three starts within five minutes, and not later', async () => {
  let now = 0;
  const revive = engineReviver(
    place(),
    new Map(),
    async () => FOREVER,
    () => now,
  );

  for (let time = 0; time < 3; time += 1) expect(await revive()).toBeNull();
  expect(await revive()).toBe('the engine was lost 4 times within 5 minutes; everything is saved');
  now = 6 * 60_000;
  expect(await revive()).toBeNull();
});

it('passes on why none can start', async () => {
  const revive = engineReviver(place(), new Map(), () =>
    Promise.reject(new IntorchError('CONFIG_INVALID', 'intorch.yaml:3:5: comand is no key')),
  );

  expect(await revive()).toBe('the engine cannot start again: intorch.yaml:3:5: comand is no key');
});
