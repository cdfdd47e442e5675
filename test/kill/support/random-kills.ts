/** The experiment behind the random kill tests: compares an integration that is killed again and again with an undisturbed one. */
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { Place } from '../../support/built-program.ts';
import { endOf } from '../../support/crash.ts';
import type { TestRepository } from '../../support/repository.ts';
import { chance, kills } from './chance.ts';
import { expectUnharmed, mineOf } from './end.ts';
import { sixEfforts } from './six-efforts.ts';

/** The end of an integration, and how many lives it took. */
interface Worked {
  readonly state: IntegrationState;
  readonly lives: number;
  readonly place: Place;
}

/** Works until an integration is finished. `killAfter` returns each life's time in milliseconds; null: until it ends. */
type Work = (repo: TestRepository, killAfter: (life: number) => number | null) => Promise<Worked>;

/** Kills at random moments until there were enough kills. Expects each end to equal the undisturbed run's, and returns its state. */
export async function killAtRandom(workToTheEnd: Work): Promise<IntegrationState> {
  const { seed, next } = chance();
  console.log(`seed ${seed}`);
  const settled = await sixEfforts();
  const began = Date.now();
  const undisturbed = await workToTheEnd(settled, () => null);
  const whole_ms = Date.now() - began;
  const expected = await endOf(settled, undisturbed.state);
  let killed = 0;
  while (killed < kills()) {
    const repo = await sixEfforts();
    const mine = await mineOf(repo);
    const left = kills() - killed;
    const { state, lives, place } = await workToTheEnd(repo, (life) =>
      life < left ? next() * whole_ms * 0.6 : null,
    );
    killed += lives - 1;
    await expectUnharmed(repo, place, { state, mine, expected });
  }
  console.log(`${killed} kills of a run that takes ${whole_ms} ms`);
  return undisturbed.state;
}
