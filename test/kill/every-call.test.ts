/** Ends a process at one port call. INTORCH_KILLS sets how many ends are spread over the run; enough of them cover every call. */
import { expect, it } from 'vitest';
import { askedTwice, damageOf, endOf, operatorsThings, tellLives } from '../support/crash.ts';
import { crashWorld, INTEGRATION_BRANCH } from '../support/crash-world.ts';
import { endAt, type Moment } from '../support/mortal.ts';
import { chance, kills } from './support/chance.ts';

it('a single end at any call changes nothing about the end', async () => {
  const { seed, next } = chance();
  const settled = await crashWorld();
  const undisturbed = await tellLives(settled, () => null);
  const expected = await endOf(settled, undisturbed.state);
  const ends = endsUpTo(undisturbed.calls[0] ?? 0);
  expect(ends.length).toBeGreaterThan(200);
  const stride = Math.max(1, ends.length / kills());
  console.log(`seed ${seed}: one in ${stride.toFixed(1)} of ${ends.length} possible ends`);

  for (let place = next() * stride; place < ends.length; place += stride) {
    const end = ends[Math.floor(place)];
    if (end === undefined) break;
    const repo = await crashWorld();
    const mine = await operatorsThings(repo, INTEGRATION_BRANCH);

    const told = await tellLives(repo, (life) => (life === 0 ? endAt(end.call, end.moment) : null));

    const where = `${end.moment} call ${end.call}`;
    expect(await endOf(repo, told.state), where).toEqual(expected);
    expect(askedTwice(told.events), where).toEqual([]);
    expect(await damageOf(repo), where).toEqual([]);
    expect(await operatorsThings(repo, INTEGRATION_BRANCH), where).toEqual(mine);
  }
});

function endsUpTo(calls: number): readonly { readonly call: number; readonly moment: Moment }[] {
  return Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) => [
    { call, moment: 'before' as const },
    { call, moment: 'after' as const },
  ]);
}
