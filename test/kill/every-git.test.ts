/** Kills one git of a run, whichever it is, with nothing and with half of its output printed. INTORCH_KILLS sets how many at most. */
import { expect, it } from 'vitest';
import type { Death } from '../support/dying-git.ts';
import { expectKilledGitIsNoticed, undisturbed } from '../support/killed-gits.ts';
import { chance, kills } from './support/chance.ts';

it('a git that is killed at any call is noticed, and the run goes on from there', async () => {
  const { seed, next } = chance();
  const expected = await undisturbed();
  expect(expected.gits.length).toBeGreaterThan(40);
  const ends = expected.gits.flatMap((_, index) =>
    (['nothing', 'half'] as const).map((death: Death) => ({ call: index + 1, death })),
  );
  const stride = Math.max(1, ends.length / kills());
  console.log(`seed ${seed}: one in ${stride.toFixed(1)} of ${ends.length} gits`);
  for (let place = stride > 1 ? next() * stride : 0; place < ends.length; place += stride) {
    const end = ends[Math.floor(place)];
    if (end === undefined) break;
    await expectKilledGitIsNoticed((_, number) => number === end.call, end.death, expected);
  }
});
