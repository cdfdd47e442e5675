/** What an index says of its files, for real: git writes it. */
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { countEntries, knowsTouched } from '../../src/adapters/slots/slot-index.ts';
import { makeRepository } from '../support/repository.ts';

const FILES = { 'a/long/path/of/a/file.txt': 'x\n', 'ä b': 'x\n', z: 'x\n' };

test.each(['sha1', 'sha256'] as const)(
  'a file that changed with the index, and not with its content, is found (%s)',
  async (object_format) => {
    const repo = await makeRepository({ main: [FILES] }, { object_format });
    const index = join(repo.gitDir, 'index');
    const hash = object_format === 'sha1' ? 20 : 32;
    await repo.git('checkout', '-q', '-f', 'main');
    await repo.git('reset', '-q', '--hard');
    expect([await countEntries(index), await knowsTouched(index, hash)]).toEqual([3, false]);

    await utimes(join(repo.dir, 'z'), 1, 1);
    await repo.git('update-index', '--refresh');
    expect(await knowsTouched(index, hash)).toBe(true);

    await writeFile(join(repo.dir, 'z'), 'x\n');
    await repo.git('update-index', '--refresh');
    expect(await knowsTouched(index, hash)).toBe(false);
  },
);

test('an index of another version is not believed', async () => {
  const repo = await makeRepository({ main: [{ z: 'x\n' }] });
  await repo.git('checkout', '-q', '-f', 'main');
  await repo.git('update-index', '--index-version', '4');

  expect(await knowsTouched(join(repo.gitDir, 'index'), 20)).toBe(true);
});
