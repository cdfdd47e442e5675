/** Locks left behind by a killed git, on everything that intorch writes. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { placeFor, runBuilt, startBuilt } from '../support/built-program.ts';
import { damageOf } from '../support/crash.ts';
import { INTEGRATION_BRANCH } from '../support/crash-world.ts';
import { temporaryFolder } from '../support/repository.ts';
import { eventually } from './support/processes.ts';
import { sitDown } from './support/scripted.ts';
import { sixEfforts } from './support/six-efforts.ts';

it('are out of the way by themselves at the next start', async () => {
  const repo = await sixEfforts();
  const at = placeFor(repo.dir, await temporaryFolder());
  const engine = await startBuilt(at, ['engine', '--resume']);
  const operator = await sitDown(repo);
  const session = await eventually('the integration branch is there', async () => {
    const state = operator?.client.snapshot()?.state;
    return state?.integration_tip ? state.session_id : null;
  });
  engine.child.kill('SIGKILL');
  await engine.ended;
  for (const ref of [`refs/heads/${INTEGRATION_BRANCH}`, `refs/intorch/sessions/${session}/tip`]) {
    const lock = join(repo.gitDir, `${ref}.lock`);
    await mkdir(dirname(lock), { recursive: true });
    await writeFile(lock, '');
  }

  const resumed = await runBuilt(at, ['run', '--resume', '--decide', 'recommended']);

  expect(resumed).toMatchObject({ status: 0, err: '' });
  expect(await damageOf(repo)).toEqual([]);
});
