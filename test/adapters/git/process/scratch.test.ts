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
