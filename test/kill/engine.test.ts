/** Only the engine is killed: its git and gate processes live on until the next engine finds them. */
import { expect, it } from 'vitest';
import { openRepository } from '../../src/cli/repository/compose.ts';
import { placeFor, type Running, startBuilt } from '../support/built-program.ts';
import { endedAlready } from '../support/crash.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { killAtRandom } from './support/random-kills.ts';
import { sitDown } from './support/scripted.ts';

it('kill -9 of the engine at random moments changes nothing about the end', async () => {
  const { efforts_included, conflicts_detected } = await killAtRandom(workToTheEnd);

  const statuses = efforts_included.map(({ status }) => status).toSorted();
  expect(statuses).toEqual(['HELD', 'MERGED', 'MERGED', 'MERGED', 'MERGED', 'MERGED']);
  expect(conflicts_detected.map(({ path }) => path)).toEqual(expect.arrayContaining(['a.txt', 'index.ts']));
});

/** Starts engines until one finishes the session. `killAfter` returns each life's time in milliseconds; null: until it ends. */
async function workToTheEnd(repo: TestRepository, killAfter: (life: number) => number | null) {
  const place = placeFor(repo.dir, await temporaryFolder());
  for (let life = 0; ; life++) {
    const engine = await startBuilt(place, ['engine', '--resume']);
    const delay_ms = killAfter(life);
    const killing = delay_ms === null ? null : setTimeout(() => engine.child.kill('SIGKILL'), delay_ms);
    const state = await finishedState(repo, engine);
    if (killing !== null) clearTimeout(killing);
    const { status, signal, err } = await engine.ended;
    if (state !== null) {
      expect({ status, err }).toEqual({ status: 0, err: '' });
      return { state, lives: life + 1, place };
    }
    // If it died at all, it died of our kill.
    expect({ signal, err }).toEqual({ signal: 'SIGKILL', err: '' });
    const ended = await endedAlready(
      await openRepository({ directory: repo.dir, env: place.env }, new Map()),
    );
    if (ended !== null) return { state: ended, lives: life + 2, place };
  }
}

/** Waits for the finished state and then asks the engine to stop. Returns null when the engine was killed. */
async function finishedState(repo: TestRepository, engine: Running) {
  const gone = engine.ended.then(() => null);
  const operator = await Promise.race([sitDown(repo), gone]);
  if (operator === null) return null;
  const state = await operator.finished;
  if (state !== null) operator.client.stopEngine(true);
  operator.client.close();
  return state;
}
