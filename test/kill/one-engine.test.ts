/** One engine at a time: a suspended engine still holds the lock, a killed one frees it at once. */
import { expect, it, onTestFinished } from 'vitest';
import { type Place, placeFor, processesWith, runBuilt, startBuilt } from '../support/built-program.ts';
import { type TestRepository, temporaryFolder } from '../support/repository.ts';
import { eventually, killAll, stateOf } from './support/processes.ts';
import { sitDown } from './support/scripted.ts';
import { sixEfforts } from './support/six-efforts.ts';

async function place(): Promise<{ readonly repo: TestRepository; readonly at: Place }> {
  const repo = await sixEfforts();
  const home = await temporaryFolder();
  onTestFinished(async () => killAll(await processesWith(home, repo.gitDir)));
  return { repo, at: placeFor(repo.dir, home) };
}

it('refuses a second engine while the first is only stopped, and names it', async () => {
  const { repo, at } = await place();
  const first = await startBuilt(at, ['engine', '--resume']);
  const operator = await sitDown(repo);
  first.child.kill('SIGSTOP');
  await eventually('it is stopped', async () => ((await stateOf(first.pid)) === 'T' ? true : null));

  const second = await runBuilt(at, ['engine', '--resume']);
  expect(second.status).toBe(75);
  expect(second.err).toContain(`engine with pid ${first.pid} on `);
  const headless = await runBuilt(at, ['run', '--resume']);
  expect(headless.status).toBe(75);

  first.child.kill('SIGCONT');
  expect((await operator?.finished)?.stage).toBe('FINISHED');
  operator?.client.stopEngine(true);
  expect(await first.ended).toMatchObject({ status: 0, err: '' });
});

it('lets the next engine in at once when a stopped one is killed', async () => {
  const { repo, at } = await place();
  const first = await startBuilt(at, ['engine', '--resume']);
  (await sitDown(repo))?.client.close();
  first.child.kill('SIGSTOP');
  first.child.kill('SIGKILL');
  await first.ended;

  const second = await startBuilt(at, ['engine', '--resume']);
  const operator = await sitDown(repo);

  expect(operator?.client.snapshot()?.engine.pid).toBe(second.pid);
  expect((await operator?.finished)?.stage).toBe('FINISHED');
  operator?.client.stopEngine(true);
  operator?.client.close();
  expect(await second.ended).toMatchObject({ status: 0, err: '' });
});
