/** A verified result that was left behind is what the next start shows first. */
import { expect, it } from 'vitest';
import { runBuilt } from '../support/built-program.ts';
import { KEYS } from '../support/terminal.ts';
import { enterTwice, press, toConflict, travel } from './support/traveller.ts';

it('a target that is checked out is said before landing; the held result is shown at the next start, and lands from there', async () => {
  const { repo, place, tui } = await travel();
  await repo.git('switch', '--quiet', 'main');
  const first = await tui({ columns: 80, rows: 24 });
  await toConflict(first);
  await enterTwice(first, '> Hold rusty');
  await enterTwice(first, '> Land');
  expect(first.rows().join(' ').replaceAll(/\s+/g, ' ')).toContain(
    `main is checked out in ${repo.dir}, and intorch does not touch a checkout`,
  );
  await enterTwice(first, 'verified, held for review');
  const tip = await repo.tip('phase1/wave1-integration');
  expect(first.rows().join('').replaceAll(/\s+/g, '')).toContain(`merge--ff-only${tip}`);
  first.type('q');
  await first.ended;
  await runBuilt(place, ['stop', '--now']);

  const second = await tui({ columns: 80, rows: 24 });
  await second.until('> Show the finishing command');
  expect(second.rows().join('\n')).toMatch(
    /2 of 3 efforts are verified and held for review: what now\?\n +verified \d+ s ago/,
  );
  await repo.git('switch', '--quiet', '--detach');
  await press(second, KEYS.down, '> Land now');
  await enterTwice(second, '✓ landed');
  expect(await repo.tip('main')).toBe(tip);
});
