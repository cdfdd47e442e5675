import { expect, test } from 'vitest';
import { writing } from '../../../src/adapters/disk/failure.ts';

test('a full disk is said with the path, which Node does not name', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

  const written = writing('/s/blob.1', () => {
    throw full;
  });

  await expect(written).rejects.toMatchObject({
    code: 'STATE_UNWRITABLE',
    message: 'Cannot write /s/blob.1: the disk is full',
  });
});

test('a bug in what writes stays one', async () => {
  const bug = new TypeError('x is not a function');

  await expect(writing('/s/blob.1', () => Promise.reject(bug))).rejects.toBe(bug);
});
