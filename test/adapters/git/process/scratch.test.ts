import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { memoryFolder } from '../../../../src/adapters/git/process/memory-folder.ts';
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

const memory = async () => mkdtemp(join(await temporaryFolder(), 'memory-'));

it('throws away in memory, and leaves nothing in either place', async () => {
  const [folder, in_memory] = [join(await temporaryFolder(), 'scratch'), await memory()];

  const used = await scratchSpace(folder, async () => in_memory).throwAway(async (place) => place);

  expect(used).toBe(in_memory);
  expect(await readdir(join(in_memory, '..'))).toEqual([]);
  await expect(readdir(folder)).rejects.toThrow('ENOENT');
});

it('goes on on disk where memory runs out in the middle, and stays there', async () => {
  const folder = join(await temporaryFolder(), 'scratch');
  const asked: string[] = [];
  const scratch = scratchSpace(folder, memory);
  const work = async (place: string) => {
    asked.push(place.startsWith(folder) ? 'disk' : 'memory');
    await writeFile(join(place, 'object'), 'x');
    if (asked.at(-1) === 'memory') throw Object.assign(new Error('write'), { code: 'ENOSPC' });
    return 'done';
  };

  expect([await scratch.throwAway(work), await scratch.throwAway(work)]).toEqual(['done', 'done']);
  expect(asked).toEqual(['memory', 'disk', 'disk']);
  expect(await readdir(folder)).toEqual([]);
});

it('does nothing twice that fails for another reason', async () => {
  const scratch = scratchSpace(join(await temporaryFolder(), 'scratch'), memory);
  const work = vi.fn(() => Promise.reject(new Error('no merge')));

  await expect(scratch.throwAway(work)).rejects.toThrow('no merge');
  expect(work).toHaveBeenCalledTimes(1);
});

it('takes no folder of files for memory', async () => {
  expect(await memoryFolder(await temporaryFolder())).toBeNull();
  expect(await memoryFolder('/nowhere')).toBeNull();
});

it.runIf(process.platform === 'linux' && existsSync('/dev/shm'))(
  'removes from memory what a killed process left an hour ago, and nothing else',
  async () => {
    const left = await mkdtemp('/dev/shm/intorch-objects-');
    const others = await mkdtemp('/dev/shm/intorch-objects-');
    onTestFinished(() => rm(others, { recursive: true, force: true }));
    const long_ago = new Date(Date.now() - 2 * 60 * 60 * 1000);
    await utimes(left, long_ago, long_ago);

    const made = await memoryFolder();
    if (made !== null) await rm(made, { recursive: true });

    expect([existsSync(left), existsSync(others)]).toEqual([made === null, true]);
  },
);
