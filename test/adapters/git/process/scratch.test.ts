import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { scratchSpace } from '../../../../src/adapters/git/process/scratch.ts';
import { temporaryFolder } from '../../../support/repository.ts';

it('can be used beside another that removes what it has just seen', async () => {
  const folder = join(await temporaryFolder(), 'scratch');
  await mkdir(folder);
  // Listed, and not there when it is looked at: as a folder that somebody else has removed meanwhile.
  await symlink('nowhere', join(folder, 'merge.11111111-1111-1111-1111-111111111111'));

  const inside = await scratchSpace(folder).within('merge', (place) => readdir(place));

  expect(inside).toEqual([]);
});

it('names the folder where the disk is full', async () => {
  const folder = join(await temporaryFolder(), 'scratch');
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

  const written = scratchSpace(folder).within('merge', () => Promise.reject(full));

  await expect(written).rejects.toThrow(/^Cannot write .*\/scratch\/merge\.[-0-9a-f]+: the disk is full$/);
});
