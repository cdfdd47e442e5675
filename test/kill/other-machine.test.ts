/** The first machine is gone in the middle of an integration. The second resumes from what it pushed, and ends on the same tree. */
import { expect, it } from 'vitest';
import { type Place, placeFor, runBuilt, startBuilt } from '../support/built-program.ts';
import { makeRepository, type TestRepository, temporaryFolder } from '../support/repository.ts';
import { kills } from './support/chance.ts';
import { sixEfforts } from './support/six-efforts.ts';

const BRANCH = 'phase1/wave1-integration';
const RUN = ['run', '--decide', 'recommended', '--no-land'];

async function machine(repo: TestRepository): Promise<Place> {
  return placeFor(repo.dir, await temporaryFolder(), {
    INTORCH_CHECKPOINTS__COMMIT: 'true',
    INTORCH_CHECKPOINTS__PUSH: 'true',
  });
}

/** Creates the first machine, and a remote that knows `main` and the efforts. */
async function firstMachine() {
  const a = await sixEfforts();
  const remote = await makeRepository({}, { bare: true });
  await a.git('remote', 'add', 'origin', remote.dir);
  await a.git('push', '--quiet', 'origin', 'main', 'refs/heads/effort/*:refs/heads/effort/*');
  return { a, remote };
}

async function secondMachine(remote: TestRepository): Promise<TestRepository> {
  const b = await makeRepository({}, { checkout: false });
  await b.git('remote', 'add', 'origin', remote.dir);
  await b.git('fetch', '--quiet', 'origin');
  await b.git('update-ref', 'refs/heads/main', 'origin/main');
  await b.git('switch', '--quiet', '--detach', 'main');
  return b;
}

/** Counts the merges in the newest checkpoint on the remote; -1 while the integration has not started there. */
async function pushedMerges(remote: TestRepository): Promise<number> {
  const [ref] = (await remote.git('for-each-ref', '--format=%(refname)', 'refs/intorch/checkpoints')).split(
    '\n',
  );
  if (!ref) return -1;
  const text = await remote.git('show', `${ref}:orchestrator-integration-latest.yaml`);
  return text.includes('stage: INTEGRATING') ? (text.match(/merge_commit: [0-9a-f]{40}/g) ?? []).length : -1;
}

it('goes on on another machine after kill -9 of everything on the first, wherever it was', async () => {
  const { a: settled } = await firstMachine();
  const undisturbed = await runBuilt(await machine(settled), RUN);
  const wanted = await settled.git('rev-parse', `${BRANCH}^{tree}`);
  expect(undisturbed.err).toBe('');

  for (const merges of kills() < 10 ? [0, 2] : [0, 1, 2, 3]) {
    const { a, remote } = await firstMachine();
    const running = await startBuilt(await machine(a), RUN);
    await expect
      .poll(() => pushedMerges(remote), { timeout: 60_000, interval: 20 })
      .toBeGreaterThanOrEqual(merges);
    process.kill(-running.pid, 'SIGKILL');
    expect((await running.ended).signal).toBe('SIGKILL');

    const b = await secondMachine(remote);
    const { out, err } = await runBuilt(await machine(b), [
      'resume',
      '--from',
      'origin',
      '--decide',
      'recommended',
      '--no-land',
    ]);

    expect(err).toMatch(/^wave1-\S+ {2}[A-Z]+, \d of \d merged(?:, \d left out)?, event \d+/m);
    expect(out).toContain('held for review');
    expect(await b.git('rev-parse', `${BRANCH}^{tree}`)).toBe(wanted);
    expect(await b.git('fsck', '--strict', '--no-dangling')).toBe('');
  }
}, 300_000);
