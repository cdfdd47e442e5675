import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRepository } from '../../../src/cli/repository/compose.ts';
import { operatorEnv } from '../../adapters/git/tools.ts';
import { makeShape } from '../../support/shapes.ts';

test('settings are read whenever they are asked for, or once for a whole start', async () => {
  const repo = await makeShape('two_clean');
  const file = join(repo.dir, 'intorch.yaml');
  await writeFile(file, 'max_concurrency: 2\n');
  const io = { directory: repo.dir, env: operatorEnv() };
  const [anew, once] = [
    await openRepository(io, new Map()),
    await openRepository(io, new Map(), { reads_settings: 'once' }),
  ];
  const widths = async () => [
    (await anew.settings()).max_concurrency,
    (await once.chosen()).settings.max_concurrency,
  ];

  expect(await widths()).toEqual([2, 2]);
  await writeFile(file, 'max_concurrency: 3\n');
  expect(await widths()).toEqual([3, 2]);
  for (const { history } of [anew, once]) await history.close();
});
