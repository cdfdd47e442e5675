import { expect, test } from 'vitest';
import { withOwnMoves } from '../../../src/adapters/git/objects/refs/own-moves.ts';
import { IntorchError } from '../../../src/domain/shared/errors.ts';
import type { RefName, Sha } from '../../../src/domain/shared/ids.ts';
import type { Objects, RefUpdate } from '../../../src/ports/git.ts';

const REF = 'refs/heads/wave' as RefName;
const [A, B, C] = ['a', 'b', 'c'] as unknown as readonly [Sha, Sha, Sha];
const to = (sha: Sha | null, expected: Sha | null): RefUpdate => ({ ref: REF, to: sha, expected });

test('a ref is at either place while it moves, then where it was moved; a refused move leaves it where it was', async () => {
  let answer = Promise.withResolvers<void>();
  const { objects, moves } = withOwnMoves({ updateRefs: () => answer.promise } as unknown as Objects);
  const at = () => moves().get(REF);
  expect(at()).toBeUndefined();

  const first = objects.updateRefs([to(B, A)]);
  expect(at()).toEqual([A, B]);
  answer.resolve();
  await first;
  expect(at()).toEqual([B]);

  answer = Promise.withResolvers<void>();
  const second = objects.updateRefs([to(C, B)]);
  answer.reject(new IntorchError('REF_MOVED', 'it is elsewhere'));
  await expect(second).rejects.toThrow();
  expect(at()).toEqual([B]);

  // A git that was killed may have moved it.
  answer = Promise.withResolvers<void>();
  const third = objects.updateRefs([to(null, B)]);
  answer.reject(new IntorchError('GIT_FAILED', 'it was killed'));
  await expect(third).rejects.toThrow();
  expect(at()).toEqual([B, null]);
});
