/** Objects of a repository that are gone, or cut short. */
import { readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestRepository } from './repository.ts';

/** Ways in which an object can be unusable. */
export const DAMAGES = ['missing', 'cut'] as const;

/** Damages one object, wherever it is stored. */
export async function damage(
  repo: TestRepository,
  name: string,
  how: (typeof DAMAGES)[number] = 'missing',
): Promise<string> {
  await loosen(repo);
  const object = await repo.git('rev-parse', '--verify', name);
  const file = join(repo.gitDir, 'objects', object.slice(0, 2), object.slice(2));
  await rm(file);
  if (how === 'cut') await writeFile(file, 'x');
  return object;
}

/** Turns packs into loose objects. */
async function loosen(repo: TestRepository): Promise<void> {
  const folder = join(repo.gitDir, 'objects', 'pack');
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names.filter((each) => each.endsWith('.pack'))) {
    const aside = join(repo.gitDir, name);
    await rename(join(folder, name), aside);
    await rm(join(folder, name.replace(/pack$/, 'idx')));
    await repo.git('-c', `alias.unpack=!git unpack-objects -q <'${aside}'`, 'unpack');
    await rm(aside);
  }
}
